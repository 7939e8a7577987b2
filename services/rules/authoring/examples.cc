#include "services/rules/authoring/examples.h"

#include <google/protobuf/message.h>

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "services/common/base/text.h"
#include "services/rules/authoring/example_facts.h"
#include "services/rules/citation/notation.h"
#include "services/rules/outcomes/pack_evaluator.h"
#include "zhiheng/rules/v1/finding.pb.h"

namespace zhiheng::rules {
namespace {

namespace pb = ::zhiheng::rules::v1;

std::string Short(const std::string& name, absl::string_view prefix) {
  return std::string(absl::StripPrefix(name, prefix));
}

std::string OutcomeName(const pb::Finding& finding) {
  return Short(pb::Outcome_Name(finding.outcome()), "OUTCOME_");
}

class Comparer {
 public:
  Comparer(const CompiledPack& pack, const ExampleSource& example,
           const pb::Finding& finding, ExampleResult* result,
           Diagnostics* diagnostics)
      : pack_(pack),
        example_(example),
        finding_(finding),
        result_(result),
        diagnostics_(diagnostics) {}

  void Compare() {
    CompareOutcome();
    if (example_.cites.has_value()) CompareCitations();
    if (!example_.fine.empty()) CompareFine();
    for (const Written& path : example_.needs) CompareNeed(path);
    if (!example_.duty.empty()) CompareDuties();
    if (!example_.message.empty() &&
        !absl::StrContains(finding_.message().zh(), example_.message.text)) {
      Differ("message", example_.message.text, finding_.message().zh());
    }
    result_->passed = result_->differences.empty();
  }

 private:
  void Differ(absl::string_view what, absl::string_view want,
              absl::string_view got) {
    result_->differences.push_back(absl::StrCat(
        what, ": expected ", want, ", got ", got.empty() ? "nothing" : got));
  }

  void Mistake(const Written& at, std::string sentence, std::string hint) {
    result_->differences.push_back(sentence);
    diagnostics_->Error("bad-example", pack_.source->file, at.at,
                        std::move(sentence), std::move(hint));
  }

  void CompareOutcome() {
    pb::Outcome want;
    if (!pb::Outcome_Parse("OUTCOME_" + example_.expect.text, &want)) {
      std::vector<std::string> words = {"COMPLIANT",      "NON_COMPLIANT",
                                        "NOT_APPLICABLE", "NEEDS_FACTS",
                                        "NEEDS_REVIEW",   "ERROR"};
      const std::string near = NearestWord(example_.expect.text, words);
      return Mistake(example_.expect,
                     absl::StrCat("'", example_.expect.text, "' is no outcome"),
                     near.empty()
                         ? absl::StrCat("one of: ", absl::StrJoin(words, ", "))
                         : absl::StrCat("did you mean '", near, "'?"));
    }
    if (want != finding_.outcome()) {
      std::string got = OutcomeName(finding_);
      if (!finding_.error().empty()) {
        absl::StrAppend(&got, " (", finding_.error(), ")");
      }
      if (finding_.outcome() == pb::OUTCOME_NEEDS_FACTS) {
        absl::StrAppend(&got, " (missing: ",
                        absl::StrJoin(finding_.missing_facts(), ", "), ")");
      }
      Differ("outcome", example_.expect.text, got);
    }
    const std::string reason = Short(
        pb::ReviewReason_Name(finding_.review_reason()), "REVIEW_REASON_");
    if (!example_.reason.empty() && reason != example_.reason.text) {
      Differ("reason", example_.reason.text, reason);
    }
  }

  void CompareCitations() {
    std::vector<std::string> want;
    for (const Written& cite : *example_.cites) {
      const std::string name = NameOf(cite);
      if (!name.empty()) want.push_back(name);
    }
    std::vector<std::string> got;
    for (const auto& c : finding_.citations()) {
      got.push_back(
          absl::StrCat(c.instrument(), "@", c.edition(), " ", c.provision()));
    }
    if (want != got) {
      Differ("cites", absl::StrJoin(want, ", "), absl::StrJoin(got, ", "));
    }
  }

  std::string NameOf(const Written& cite) {
    const size_t space = cite.text.find(' ');
    for (const InstrumentSource& instrument : pack_.source->instruments) {
      if (instrument.key != cite.text.substr(0, space)) continue;
      const auto ref = ParseNotation(
          instrument.form,
          space == std::string::npos ? "" : cite.text.substr(space + 1));
      if (!ref.ok()) break;
      return absl::StrCat(instrument.instrument, "@", instrument.edition, " ",
                          ref->id);
    }
    Mistake(cite, absl::StrCat("'", cite.text, "' is no citation of this pack"),
            "a key of 'instruments' and a provision, as TM19 57(1)");
    return "";
  }

  // `~` stands for an end that is open.
  static bool SameEnd(const std::string& want, bool has,
                      const zhiheng::type::v1::Money& got) {
    if (want == "~") return !has;
    const auto a = Decimal::Parse(want);
    const auto b = Decimal::Parse(got.amount());
    return has && a.ok() && b.ok() && *a == *b;
  }

  void CompareFine() {
    const std::string want = absl::StrCat("[", example_.fine[0].text, ", ",
                                          example_.fine[1].text, "]");
    for (const pb::Consequence& consequence : finding_.consequences()) {
      if (!consequence.has_fine()) continue;
      const pb::FineInterval& fine = consequence.fine();
      if (SameEnd(example_.fine[0].text, fine.has_min(), fine.min()) &&
          SameEnd(example_.fine[1].text, fine.has_max(), fine.max())) {
        return;
      }
      return Differ(
          "fine", want,
          absl::StrCat("[", fine.has_min() ? fine.min().amount() : "~", ", ",
                       fine.has_max() ? fine.max().amount() : "~", "]"));
    }
    Differ("fine", want, "no fine");
  }

  void CompareNeed(const Written& path) {
    const auto& missing = finding_.missing_facts();
    if (std::find(missing.begin(), missing.end(), path.text) == missing.end()) {
      Differ(
          "needs", path.text,
          absl::StrCat("missing facts [", absl::StrJoin(missing, ", "), "]"));
    }
  }

  void CompareDuties() {
    std::vector<std::string> want;
    for (const Written& status : example_.duty) want.push_back(status.text);
    std::vector<std::string> got;
    for (const pb::Consequence& consequence : finding_.consequences()) {
      if (!consequence.has_duty()) continue;
      got.push_back(
          Short(pb::Duty::Status_Name(consequence.duty().status()), "STATUS_"));
    }
    if (want != got) {
      Differ("duty", absl::StrJoin(want, ", "), absl::StrJoin(got, ", "));
    }
  }

  const CompiledPack& pack_;
  const ExampleSource& example_;
  const pb::Finding& finding_;
  ExampleResult* result_;
  Diagnostics* diagnostics_;
};

void RunOne(const CompiledPack& pack, const RuleSource& rule,
            const ExampleSource& example, const Calendar& calendar,
            ExampleResult* result, Diagnostics* diagnostics) {
  ExampleFacts facts = BuildExampleFacts(pack, example, diagnostics);
  if (facts.message == nullptr) {
    result->differences.push_back("its facts have a mistake");
    return;
  }
  const auto view = FactsView::Create(pack.subject, *facts.message,
                                      std::move(facts.knowledge));
  if (!view.ok()) {
    result->differences.push_back(std::string(view.status().message()));
    return;
  }
  EvaluateOptions options;
  options.today = example.today.value_or(*CivilDate::Parse(kExampleToday));
  options.as_of = example.as_of;
  options.only_rule = rule.id.text;
  options.with_not_applicable = true;
  google::protobuf::RepeatedPtrField<pb::Finding> findings;
  const absl::Status status =
      EvaluatePack(pack, **view, calendar, options, &findings);
  if (!status.ok() || findings.size() != 1) {
    result->differences.push_back(std::string(status.message()));
    return;
  }
  Comparer(pack, example, findings[0], result, diagnostics).Compare();
}

}  // namespace

std::vector<ExampleResult> RunExamples(const CompiledPack& pack,
                                       const Calendar& calendar,
                                       Diagnostics* diagnostics,
                                       const std::string& filter) {
  std::vector<ExampleResult> results;
  for (const RuleSource& rule : pack.source->rules) {
    if (!absl::StrContains(absl::StrCat(pack.id, "/", rule.id.text), filter)) {
      continue;
    }
    for (const ExampleSource& example : rule.examples) {
      ExampleResult result{rule.id.text,
                           example.name.text,
                           pack.source->file,
                           example.at,
                           example.expect.text,
                           false,
                           {}};
      RunOne(pack, rule, example, calendar, &result, diagnostics);
      results.push_back(std::move(result));
    }
  }
  return results;
}

}  // namespace zhiheng::rules
