// Tested by sweep_command_test.cc, which also holds it against a sweep that
// evaluates every day.
#include "services/cli/command/sweep_command.h"

#include <google/protobuf/arena.h>

#include <map>
#include <set>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "services/cli/input/subject_file.h"
#include "services/cli/report/words.h"
#include "services/common/base/clock.h"
#include "services/common/base/status_macros.h"
#include "services/common/problem/problem.h"
#include "services/rules/authoring/change_days.h"
#include "services/rules/engine/rules_engine.h"
#include "services/rules/engine/subject_facts.h"

namespace zhiheng::cli {
namespace {

using rules::v1::Finding;

// What a reader would call a change, by pack/RULE.
struct Answer {
  std::string outcome;
  std::string cites;
  std::string fines;
  friend bool operator==(const Answer&, const Answer&) = default;
};
using Answers = std::map<std::string, Answer>;

absl::Status BadSweep(const std::string& text, const std::string& why) {
  return Problem(absl::StatusCode::kInvalidArgument, "BAD_FLAG")
      .Say(absl::StrCat("--sweep: '", text, "' ", why))
      .Hint("write 2026-01-01..2028-01-01; the second day is no longer asked");
}

Answer AnswerOf(const Finding& finding) {
  Answer out;
  out.outcome = WordOf(finding.outcome()).en;
  if (finding.advisory()) out.outcome += " (advisory)";
  std::vector<std::string> parts;
  for (const auto& citation : finding.citations())
    parts.push_back(CitationText(citation));
  out.cites = absl::StrJoin(parts, ", ");
  parts.clear();
  for (const auto& consequence : finding.consequences()) {
    if (!consequence.has_fine()) continue;
    const auto& fine = consequence.fine();
    parts.push_back(
        absl::StrCat("fine ", fine.has_min() ? AmountText(fine.min()) : "?",
                     " to ", fine.has_max() ? AmountText(fine.max()) : "open"));
  }
  out.fines = absl::StrJoin(parts, "; ");
  return out;
}

template <typename Findings>
Answers AnswersOf(const Findings& findings) {
  Answers out;
  for (const Finding& finding : findings)
    out[absl::StrCat(finding.pack(), "/", finding.rule())] = AnswerOf(finding);
  return out;
}

void SetDate(CivilDate day, type::v1::Date* date) {
  date->set_year(day.year());
  date->set_month(day.month());
  date->set_day(day.day());
}

class Sweep {
 public:
  Sweep(gateway::v1::CheckRequest request, DateInterval range,
        absl::Duration timeout, Gateway* gateway, rules::RulesEngine* rules,
        Console* console)
      : request_(std::move(request)),
        range_(range),
        timeout_(timeout),
        gateway_(gateway),
        rules_(rules),
        console_(console) {}

  absl::Status Run() {
    RETURN_IF_ERROR(ChooseDays());
    Answers before;
    int changes = 0;
    for (const CivilDate day : days_) {
      ASSIGN_OR_RETURN(Answers now, Ask(day));
      if (day == range_.from) {
        console_->out << day.ToString() << "  " << now.size()
                      << " findings at the start\n";
      } else if (now != before) {
        ++changes;
        console_->out << day.ToString() << "\n";
        Print(before, now);
      }
      before = std::move(now);
    }
    console_->out << changes << (changes == 1 ? " change" : " changes")
                  << " in " << range_.ToString() << "; " << days_.size()
                  << " of " << Length() << " days evaluated\n";
    for (const std::string& pack : computing_)
      console_->out << "every day was asked of " << pack << "\n";
    return absl::OkStatus();
  }

 private:
  int Length() const {
    return range_.until->days_since_epoch() - range_.from.days_since_epoch();
  }

  bool Asked(const rules::CompiledPack& pack) const {
    if (request_.packs().empty()) return true;
    for (const auto& ref : request_.packs()) {
      if (ref.name() == absl::StrCat("packs/", pack.id)) return true;
    }
    return false;
  }

  absl::Status ChooseDays() {
    days_ = {range_.from};
    const auto packs = rules_->registry().Current();
    google::protobuf::Arena arena;
    ASSIGN_OR_RETURN(
        const rules::SubjectFacts facts,
        rules::FactsOf(request_.subject(), *packs->types(), &arena));
    for (const auto& pack : packs->packs()) {
      if (pack->facts_type != facts.type || !Asked(*pack)) continue;
      const rules::ChangeDays changes = rules::ChangeDaysOf(*pack);
      for (const CivilDate day : changes.days) {
        if (range_.Contains(day)) days_.insert(day);
      }
      if (changes.computes.empty()) continue;
      computing_.push_back(absl::StrCat(pack->id, ": ", changes.computes));
      RETURN_IF_ERROR(AskEveryDay(*pack));
    }
    return absl::OkStatus();
  }

  // Adds the days on which the pack answers otherwise than the day before.
  absl::Status AskEveryDay(const rules::CompiledPack& pack) {
    rules::v1::EvaluateRequest request;
    *request.mutable_subject() = request_.subject();
    request.add_packs()->set_name(absl::StrCat("packs/", pack.id));
    *request.mutable_dates()->mutable_today() = request_.today();
    Answers before;
    for (CivilDate day = range_.from; day < *range_.until;
         day = day.PlusDays(1)) {
      SetDate(day, request.mutable_dates()->mutable_as_of());
      ASSIGN_OR_RETURN(const auto response, rules_->Evaluate(Call(), request));
      Answers now = AnswersOf(response.findings());
      if (now != before) days_.insert(day);
      before = std::move(now);
    }
    return absl::OkStatus();
  }

  CallContext Call() const { return CallContext::Root(&clock_, timeout_); }

  absl::StatusOr<Answers> Ask(CivilDate day) {
    SetDate(day, request_.mutable_as_of());
    const auto response = gateway_->Check(Call(), request_);
    // Before the first pack there is no law to apply.
    if (ReasonOf(response.status()) == "NO_PACK_FITS") return Answers();
    RETURN_IF_ERROR(response.status());
    return AnswersOf(response->assessment().findings());
  }

  void Print(const Answers& before, const Answers& now) {
    const Answer nothing{"does not apply", "", ""};
    std::set<std::string> names;
    for (const auto& [name, answer] : before) names.insert(name);
    for (const auto& [name, answer] : now) names.insert(name);
    for (const std::string& name : names) {
      const auto was = before.find(name);
      const auto is = now.find(name);
      const Answer& a = was == before.end() ? nothing : was->second;
      const Answer& b = is == now.end() ? nothing : is->second;
      if (a == b) continue;
      console_->out << "  " << name << "  " << Turn(a.outcome, b.outcome)
                    << "\n";
      for (const auto& [x, y] :
           {std::pair<const std::string&, const std::string&>{a.cites, b.cites},
            {a.fines, b.fines}}) {
        if (!x.empty() || !y.empty())
          console_->out << "    " << Turn(x, y) << "\n";
      }
    }
  }

  static std::string Turn(const std::string& a, const std::string& b) {
    if (a == b) return a;
    return absl::StrCat(a.empty() ? "–" : a, " → ", b.empty() ? "–" : b);
  }

  gateway::v1::CheckRequest request_;
  const DateInterval range_;
  const absl::Duration timeout_;
  Gateway* const gateway_;
  rules::RulesEngine* const rules_;
  Console* const console_;
  const SystemClock clock_;
  std::set<CivilDate> days_;
  std::vector<std::string> computing_;
};

absl::StatusOr<ExitCode> SweepFile(const CheckOptions& options,
                                   const std::string& file,
                                   const DateInterval& range, Gateway* gateway,
                                   rules::RulesEngine* rules, Console* console,
                                   const FactsOptions& facts) {
  ASSIGN_OR_RETURN(const SubjectFile input,
                   ReadSubjectFile(file, console->in, facts));
  if (!input.problems.empty()) {
    for (const std::string& problem : input.problems) console->err << problem;
    return kExitUsage;
  }
  ASSIGN_OR_RETURN(gateway::v1::CheckRequest request,
                   MakeCheckRequest(options, input.subject));
  const SystemClock clock;
  if (!request.has_today())
    SetDate(CivilDate::InShanghai(clock.Now()), request.mutable_today());
  console->out << file << ": the law of each day in " << range.ToString()
               << ", asked on " << DateText(request.today()) << "\n";
  RETURN_IF_ERROR(
      Sweep(std::move(request), range, options.timeout, gateway, rules, console)
          .Run());
  return kExitOk;
}

}  // namespace

absl::StatusOr<DateInterval> ParseSweep(const std::string& text) {
  const std::pair<std::string, std::string> ends =
      absl::StrSplit(text, absl::MaxSplits("..", 1));
  const auto from = CivilDate::Parse(ends.first);
  const auto until = CivilDate::Parse(ends.second);
  if (!from.ok() || !until.ok()) return BadSweep(text, "is no range of days");
  if (*until <= *from) return BadSweep(text, "has no day");
  if (until->days_since_epoch() - from->days_since_epoch() > kMaxSweepDays) {
    return BadSweep(text,
                    absl::StrCat("has more than ", kMaxSweepDays, " days"));
  }
  return DateInterval{*from, *until};
}

ExitCode RunSweep(const CheckOptions& options, Gateway* gateway,
                  rules::RulesEngine* rules, Console* console,
                  const FactsOptions& facts) {
  const absl::StatusOr<DateInterval> range = ParseSweep(options.sweep);
  if (!range.ok()) {
    PrintStatus(range.status(), console);
    return kExitUsage;
  }
  ExitCode worst = kExitOk;
  for (const std::string& file : options.files) {
    const auto code =
        SweepFile(options, file, *range, gateway, rules, console, facts);
    if (!code.ok()) PrintStatus(code.status(), console);
    worst = Graver(worst, code.ok() ? *code : ExitCodeOfFailure(code.status()));
  }
  console->out.flush();
  return worst;
}

}  // namespace zhiheng::cli
