#include "services/cli/command/packs_catalog.h"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/common/base/clock.h"
#include "services/common/base/status_macros.h"
#include "services/common/base/text.h"

namespace zhiheng::cli {
namespace {

using catalog::v1::Edition;
using rules::InstrumentSource;
using rules::Written;

// Of one question to the catalog; it is in this process or near.
constexpr absl::Duration kTimeout = absl::Seconds(10);

std::optional<CivilDate> DayOf(const type::v1::Date& date) {
  const auto day = CivilDate::FromYmd(date.year(), date.month(), date.day());
  return day.ok() ? std::optional<CivilDate>(*day) : std::nullopt;
}

bool IsCallersMistake(const absl::Status& status) {
  return status.code() == absl::StatusCode::kNotFound ||
         status.code() == absl::StatusCode::kInvalidArgument ||
         status.code() == absl::StatusCode::kFailedPrecondition ||
         status.code() == absl::StatusCode::kOutOfRange;
}

class CitationLinter {
 public:
  CitationLinter(const rules::CompiledPack& pack, Catalog* catalog,
                 rules::Diagnostics* diagnostics)
      : pack_(pack), catalog_(*catalog), diagnostics_(*diagnostics) {}

  absl::Status Lint() {
    for (const InstrumentSource& instrument : pack_.source->instruments)
      RETURN_IF_ERROR(LintEdition(instrument));
    for (size_t i = 0; i < pack_.rules.size(); ++i) {
      const rules::RuleProgram& rule = pack_.rules[i];
      const rules::RuleSource& source = pack_.source->rules[i];
      RETURN_IF_ERROR(
          LintProvisions(rule.citations, source.cites, rule.in_force));
      for (size_t c = 0; c < rule.consequences.size(); ++c) {
        RETURN_IF_ERROR(LintProvisions(rule.consequences[c].citations,
                                       source.consequences[c].cites,
                                       rule.in_force));
      }
    }
    return absl::OkStatus();
  }

 private:
  void Warn(const char* code, rules::Position at, std::string sentence,
            std::string hint) {
    diagnostics_.Warning(code, pack_.source->file, at, std::move(sentence),
                         std::move(hint));
  }
  CallContext Call() const { return CallContext::Root(&clock_, kTimeout); }

  absl::Status LintEdition(const InstrumentSource& cited) {
    catalog::v1::ListEditionsRequest request;
    request.set_parent("instruments/" + cited.instrument);
    std::vector<std::string> names;
    do {
      const auto response = catalog_.ListEditions(Call(), request);
      if (!response.ok()) {
        if (!IsCallersMistake(response.status())) return response.status();
        missing_.insert({cited.instrument, cited.edition});
        Warn("citation-instrument", cited.at,
             absl::StrCat("the catalog has no instrument '", cited.instrument,
                          "'"),
             "describe it in the catalog's data, or mend the name");
        return absl::OkStatus();
      }
      for (const Edition& edition : response->editions()) {
        const std::string name =
            edition.name().substr(edition.name().rfind('/') + 1);
        if (name == cited.edition) {
          LintDays(cited, edition);
          return absl::OkStatus();
        }
        names.push_back(name);
      }
      request.set_page_token(response->next_page_token());
    } while (!request.page_token().empty());
    missing_.insert({cited.instrument, cited.edition});
    Warn("citation-edition", cited.at,
         absl::StrCat("the catalog has no edition '", cited.edition, "' of ",
                      cited.instrument),
         absl::StrCat("it has: ", absl::StrJoin(names, ", ")));
    return absl::OkStatus();
  }

  // On every day on which the pack shows the edition it must be in force.
  void LintDays(const InstrumentSource& cited, const Edition& edition) {
    const std::optional<CivilDate> from = DayOf(edition.effective());
    const std::optional<CivilDate> until = DayOf(edition.superseded());
    if (from.has_value() && cited.interval.from < *from) {
      Warn("citation-dates", cited.at,
           absl::StrCat("the pack has ", cited.key, " in force from ",
                        cited.interval.from.ToString(), "; the catalog from ",
                        from->ToString()),
           "one of the two is wrong");
    }
    if (until.has_value() &&
        (!cited.interval.until.has_value() || *until < *cited.interval.until)) {
      Warn("citation-dates", cited.at,
           absl::StrCat("the pack has ", cited.key, " in force ",
                        cited.interval.until.has_value()
                            ? "until " + cited.interval.until->ToString()
                            : "without end",
                        "; the catalog until ", until->ToString()),
           "give 'until' the first day no longer in force");
    }
  }

  // The first and the last day on which the rule shows the citation: between
  // them a provision stays in force. An open end has no last day.
  static std::set<CivilDate> DaysOfLife(
      const rules::PackCitation& citation,
      const std::vector<DateInterval>& in_force) {
    std::set<CivilDate> out;
    for (const DateInterval& interval : in_force) {
      const DateInterval shown = interval.Intersect(citation.interval);
      if (shown.Empty()) continue;
      out.insert(shown.from);
      if (shown.until.has_value()) out.insert(shown.until->PlusDays(-1));
    }
    return out;
  }

  absl::Status LintProvisions(const std::vector<rules::PackCitation>& citations,
                              const std::vector<Written>& written,
                              const std::vector<DateInterval>& in_force) {
    for (size_t i = 0; i < citations.size() && i < written.size(); ++i) {
      const rules::PackCitation& c = citations[i];
      if (c.provision.empty() || missing_.count({c.instrument, c.edition}) > 0)
        continue;
      for (const CivilDate day : DaysOfLife(c, in_force)) {
        ASSIGN_OR_RETURN(const std::string wrong, WhatIsWrong(c, day));
        if (wrong.empty()) continue;
        Warn("citation-provision", written[i].at,
             absl::StrCat("the catalog cannot resolve ", c.display, " on ",
                          day.ToString(), ": ", wrong),
             "mend the citation, or describe the provision in the catalog's "
             "data");
        break;
      }
    }
    return absl::OkStatus();
  }

  // Empty: nothing. Each question is asked once.
  absl::StatusOr<std::string> WhatIsWrong(const rules::PackCitation& c,
                                          CivilDate day) {
    const std::string key =
        absl::StrCat(c.instrument, "@", c.edition, "/", c.provision, " ",
                     day.days_since_epoch());
    const auto known = provisions_.find(key);
    if (known != provisions_.end()) return known->second;
    catalog::v1::GetProvisionRequest request;
    request.mutable_citation()->set_instrument(c.instrument);
    request.mutable_citation()->set_edition(c.edition);
    request.mutable_citation()->set_provision(c.provision);
    auto* as_of = request.mutable_read()->mutable_as_of();
    as_of->set_year(day.year());
    as_of->set_month(day.month());
    as_of->set_day(day.day());
    const auto response = catalog_.GetProvision(Call(), request);
    if (!response.ok() && !IsCallersMistake(response.status()))
      return response.status();
    return provisions_[key] =
               response.ok() ? "" : std::string(response.status().message());
  }

  const rules::CompiledPack& pack_;
  Catalog& catalog_;
  rules::Diagnostics& diagnostics_;
  const SystemClock clock_;
  std::set<std::pair<std::string, std::string>> missing_;
  std::map<std::string, std::string> provisions_;  // what is wrong, or empty
};

}  // namespace

absl::Status LintCitations(const rules::CompiledPack& pack, Catalog* catalog,
                           rules::Diagnostics* diagnostics) {
  return CitationLinter(pack, catalog, diagnostics).Lint();
}

}  // namespace zhiheng::cli
