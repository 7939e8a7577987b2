#include "tests/decisions/agreement.h"

#include <algorithm>
#include <set>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "zhiheng/rules/v1/consequence.pb.h"

namespace zhiheng::reference {
namespace {

namespace pb = ::zhiheng::rules::v1;

// Rules on days and steps, in the order of a procedure.
constexpr const char* kProcedureRules[] = {"APL-36",   "APL-P-01", "APL-P-08",
                                           "APL-P-09", "APL-P-17", "APL-P-18",
                                           "DISC-1"};

std::string Provision(const type::v1::Citation& citation) {
  return absl::StrCat(citation.instrument(), "/", citation.edition(), "/",
                      citation.provision());
}

// art14 holds art14.item4, and the other way round.
bool Covers(const std::string& cited, const std::string& applied) {
  return cited == applied || absl::StartsWith(cited, applied + ".") ||
         absl::StartsWith(applied, cited + ".");
}

bool Cites(const pb::Finding& finding, const std::string& applied) {
  const auto covers = [&](const type::v1::Citation& citation) {
    return Covers(Provision(citation), applied);
  };
  return std::any_of(finding.citations().begin(), finding.citations().end(),
                     covers);
}

absl::string_view Instrument(absl::string_view provision) {
  return provision.substr(0, provision.find('/'));
}

// Of whichever edition: the packs may state the sanction under another text.
bool IsUnderTheSameLaw(const pb::Finding& finding,
                       const std::vector<std::string>& applied) {
  for (const type::v1::Citation& citation : finding.citations()) {
    for (const std::string& one : applied) {
      if (citation.instrument() == Instrument(one)) return true;
    }
  }
  return false;
}

// [0, 250000], or in symbols, [3 × A, 5 × A], where the base is not known.
std::string Interval(const pb::FineInterval& fine) {
  if (!fine.has_min() && !fine.has_max()) {
    const std::string& words = fine.arithmetic().en();
    const size_t symbols = words.rfind('[');
    return symbols == std::string::npos ? "open" : words.substr(symbols);
  }
  return absl::StrCat(fine.min_exclusive() ? "(" : "[",
                      fine.has_min() ? fine.min().amount() : "open", ", ",
                      fine.has_max() ? fine.max().amount() : "open", "]");
}

void TakeFine(const pb::Finding& finding, const pb::FineInterval& fine,
              Agreement* out) {
  absl::StrAppend(&out->rules, out->rules.empty() ? "" : ", ", finding.rule());
  absl::StrAppend(&out->interval, out->interval.empty() ? "" : ", ",
                  Interval(fine));
  out->open = out->open || !fine.has_max();
  if (fine.reported().inside()) {
    out->fine_inside = true;
    out->place = fine.reported().position_pct();
  }
}

// A fact that is a day is simply not published; any other is worth asking.
std::string Asked(const pb::Finding& finding) {
  std::vector<std::string> out;
  for (const std::string& path : finding.missing_facts()) {
    if (absl::EndsWith(path, "_date")) return "";
    out.push_back(path.substr(path.rfind('.') + 1));
  }
  return absl::StrJoin(out, " ");
}

std::string Step(const pb::Finding& finding) {
  switch (finding.outcome()) {
    case pb::OUTCOME_COMPLIANT:
      return absl::StrCat(finding.rule(), " met");
    case pb::OUTCOME_NON_COMPLIANT:
      return absl::StrCat(finding.rule(), " broken");
    case pb::OUTCOME_NEEDS_REVIEW:
      return absl::StrCat(finding.rule(), " suspected");
    case pb::OUTCOME_NEEDS_FACTS: {
      const std::string asked = Asked(finding);
      return asked.empty() ? "" : absl::StrCat(finding.rule(), " asks ", asked);
    }
    default:
      return "";
  }
}

std::string Procedure(const Findings& findings) {
  std::vector<std::string> steps;
  for (const char* rule : kProcedureRules) {
    for (const pb::Finding& finding : findings) {
      if (finding.rule() != rule) continue;
      const std::string step = Step(finding);
      if (!step.empty()) steps.push_back(step);
    }
  }
  return absl::StrJoin(steps, "; ");
}

std::string Verdict(const Agreement& one) {
  if (one.Full()) return "yes";
  if (!one.provisions_found) return "no: provision";
  return one.open ? "open" : "no: fine";
}

}  // namespace

Agreement Compare(const ReferenceCase& decision, const Findings& findings) {
  Agreement out;
  std::set<std::string> found;
  for (const pb::Finding& finding : findings) {
    if (finding.outcome() == pb::OUTCOME_NOT_APPLICABLE) continue;
    for (const std::string& applied : decision.applied) {
      if (Cites(finding, applied)) found.insert(applied);
    }
    if (!IsUnderTheSameLaw(finding, decision.applied)) continue;
    for (const pb::Consequence& consequence : finding.consequences()) {
      if (consequence.has_fine()) TakeFine(finding, consequence.fine(), &out);
    }
  }
  out.provisions_found = found.size() == decision.applied.size();
  out.procedure = Procedure(findings);
  return out;
}

std::string AgreementTable(const std::vector<ReferenceCase>& decisions,
                           const std::vector<Agreement>& agreements) {
  size_t full = 0;
  std::string rows, notes;
  for (size_t i = 0; i < decisions.size(); ++i) {
    const ReferenceCase& decision = decisions[i];
    const Agreement& one = agreements[i];
    full += one.Full() ? 1 : 0;
    absl::StrAppend(
        &rows, "| ", i + 1, " | ", decision.title, " | ",
        absl::StrJoin(decision.applied, ", "), " | ", one.rules, " | ",
        one.interval, " | ",
        decision.subject.enforcement_case().reported_outcome().fine().amount(),
        " | ", one.place, " | ", Verdict(one), " | ", one.procedure, " |\n");
    if (!decision.note.empty()) {
      absl::StrAppend(&notes, "- **", i + 1, "** ", decision.note, "\n");
    }
  }
  return absl::StrCat(
      "# Agreement with published decisions\n\n", "Written by `decisions_test`",
      " (`ZHIHENG_UPDATE_GOLDEN=1` rewrites it); facts in the YAML files of "
      "this",
      " folder.\n\n", full, " of ", decisions.size(),
      " agree in full: every provision the authority applied is found, and the",
      " interval holds its fine.\n\n",
      "| # | act | applied by the authority | rule | interval, yuan | fine | "
      "place, % | agrees | procedure, as far as the dates allow |\n",
      "| --- | --- | --- | --- | --- | --- | --- | --- | --- |\n", rows,
      "\n## Notes\n\n", notes);
}

}  // namespace zhiheng::reference
