#include "tests/reference/reference_check.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "services/common/exact/decimal.h"
#include "zhiheng/rules/v1/consequence.pb.h"

namespace zhiheng::reference {
namespace {

namespace pb = ::zhiheng::rules::v1;

std::string OutcomeName(const pb::Finding& finding) {
  return pb::Outcome_Name(finding.outcome()).substr(sizeof("OUTCOME_") - 1);
}

std::string ReasonName(const pb::Finding& finding) {
  return pb::ReviewReason_Name(finding.review_reason())
      .substr(sizeof("REVIEW_REASON_") - 1);
}

void AddText(const type::v1::LocalizedText& text, std::string* out) {
  absl::StrAppend(out, text.zh(), "\n", text.en(), "\n");
}

// All texts of a finding in one, so that an expectation does not depend on the
// place a sentence has.
std::string AllTexts(const pb::Finding& finding) {
  std::string out;
  AddText(finding.message(), &out);
  AddText(finding.question(), &out);
  for (const pb::Consequence& c : finding.consequences()) {
    AddText(c.order().text(), &out);
    AddText(c.confiscation().text(), &out);
    AddText(c.confiscation().arithmetic(), &out);
    AddText(c.fine().arithmetic(), &out);
    AddText(c.referral().to(), &out);
    AddText(c.referral().matter(), &out);
    AddText(c.referral().arithmetic(), &out);
    AddText(c.duty().action(), &out);
    AddText(c.duty().arithmetic(), &out);
    AddText(c.remark().text(), &out);
  }
  return out;
}

std::vector<std::string> Cites(const pb::Finding& finding) {
  std::vector<std::string> out;
  for (const auto& cite : finding.citations()) {
    out.push_back(absl::StrCat(cite.instrument(), "/", cite.edition(),
                               cite.provision().empty() ? "" : "/",
                               cite.provision()));
  }
  return out;
}

bool SameAmount(const std::string& expected, const std::string& found) {
  const auto a = Decimal::Parse(expected);
  const auto b = Decimal::Parse(found);
  return a.ok() && b.ok() && *a == *b;
}

class OneFinding {
 public:
  OneFinding(const ExpectedFinding& expected, const pb::Finding& finding,
             std::vector<std::string>* differences)
      : expected_(expected), finding_(finding), differences_(differences) {}

  void Compare() {
    Same("outcome", expected_.outcome, OutcomeName(finding_));
    if (!expected_.reason.empty()) {
      Same("reason", expected_.reason, ReasonName(finding_));
    }
    if (!expected_.cites.empty()) {
      Same("citations", absl::StrJoin(expected_.cites, " "),
           absl::StrJoin(Cites(finding_), " "));
    }
    if (!expected_.needs.empty()) {
      Same("missing facts", absl::StrJoin(expected_.needs, " "),
           absl::StrJoin(finding_.missing_facts(), " "));
    }
    const std::string texts = AllTexts(finding_);
    for (const std::string& text : expected_.texts) {
      if (!absl::StrContains(texts, text)) {
        Differ(absl::StrCat("no text holds '", text, "' in:\n", texts));
      }
    }
    if (expected_.fine) CompareFine(*expected_.fine);
    if (!expected_.duty.empty()) CompareDuties();
  }

 private:
  void Differ(const std::string& what) {
    differences_->push_back(
        absl::StrCat(expected_.row, " ", expected_.rule, ": ", what));
  }

  void Same(const std::string& what, const std::string& expected,
            const std::string& found) {
    if (expected == found) return;
    Differ(absl::StrCat(what, ": expected ", expected, ", found ", found));
  }

  void SameFlag(const std::string& what, std::optional<bool> expected,
                bool found) {
    if (!expected) return;
    Same(what, *expected ? "true" : "false", found ? "true" : "false");
  }

  void CompareFine(const ExpectedFine& expected) {
    for (const pb::Consequence& c : finding_.consequences()) {
      if (!c.has_fine()) continue;
      const pb::FineInterval& fine = c.fine();
      if (!SameAmount(expected.min, fine.min().amount()) ||
          !SameAmount(expected.max, fine.max().amount())) {
        Differ(absl::StrCat("fine: expected [", expected.min, ", ",
                            expected.max, "], found [", fine.min().amount(),
                            ", ", fine.max().amount(), "]"));
      }
      SameFlag("at least", expected.max_at_least, fine.max_at_least());
      SameFlag("hypothetical", expected.hypothetical, fine.hypothetical());
      SameFlag("reported inside", expected.reported_inside,
               fine.reported().inside());
      if (!expected.position_pct.empty()) {
        Same("position", expected.position_pct, fine.reported().position_pct());
      }
      return;
    }
    Differ("no fine interval");
  }

  void CompareDuties() {
    std::vector<std::string> statuses;
    for (const pb::Consequence& c : finding_.consequences()) {
      if (!c.has_duty()) continue;
      statuses.push_back(pb::Duty::Status_Name(c.duty().status())
                             .substr(sizeof("STATUS_") - 1));
      if (!expected_.due.empty() && statuses.size() == 1) {
        const auto& due = c.duty().due();
        Same("due", expected_.due,
             absl::StrFormat("%04d-%02d-%02d", due.year(), due.month(),
                             due.day()));
      }
    }
    Same("duties", absl::StrJoin(expected_.duty, " "),
         absl::StrJoin(statuses, " "));
  }

  const ExpectedFinding& expected_;
  const pb::Finding& finding_;
  std::vector<std::string>* differences_;
};

const pb::Finding* Find(const Findings& findings, const std::string& rule) {
  for (const pb::Finding& finding : findings) {
    if (finding.rule() == rule) return &finding;
  }
  return nullptr;
}

}  // namespace

std::vector<std::string> Differences(const ReferenceCase& expected,
                                     const Findings& findings) {
  std::vector<std::string> out;
  for (const ExpectedFinding& one : expected.findings) {
    const pb::Finding* finding = Find(findings, one.rule);
    if (finding == nullptr) {
      out.push_back(absl::StrCat(one.row, " ", one.rule, ": no such finding"));
    } else {
      OneFinding(one, *finding, &out).Compare();
    }
  }
  if (expected.others.empty()) return out;
  for (const pb::Finding& finding : findings) {
    const bool listed = std::any_of(
        expected.findings.begin(), expected.findings.end(),
        [&](const ExpectedFinding& one) { return one.rule == finding.rule(); });
    const auto allowed = [&](const std::string& word) {
      return word == OutcomeName(finding) || word == ReasonName(finding);
    };
    if (listed ||
        std::any_of(expected.others.begin(), expected.others.end(), allowed)) {
      continue;
    }
    out.push_back(absl::StrCat(finding.rule(), ": ", OutcomeName(finding),
                               ", expected one of ",
                               absl::StrJoin(expected.others, ", ")));
  }
  return out;
}

std::string Table(const Findings& findings) {
  std::string out;
  for (const pb::Finding& finding : findings) {
    absl::StrAppend(&out, finding.rule(), "  ", OutcomeName(finding));
    if (finding.review_reason() != pb::REVIEW_REASON_UNSPECIFIED) {
      absl::StrAppend(&out, "/", ReasonName(finding));
    }
    if (!finding.missing_facts().empty()) {
      absl::StrAppend(&out, "  needs ",
                      absl::StrJoin(finding.missing_facts(), " "));
    }
    absl::StrAppend(&out, finding.error().empty() ? "" : "  ", finding.error(),
                    "\n");
  }
  return out;
}

}  // namespace zhiheng::reference
