#include "services/gateway/assess/request_check.h"

#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/common/base/text.h"
#include "services/common/facts/validate.h"
#include "services/common/problem/problem.h"

namespace zhiheng::gateway {
namespace {

// Collects mistakes; the first gives the reason of the whole.
class Mistakes {
 public:
  void Add(const std::string& reason, const std::string& path,
           const std::string& what, const std::string& hint,
           const std::string& value = "") {
    if (reasons_.empty()) {
      problem_ = Problem(absl::StatusCode::kInvalidArgument, reason);
      if (!value.empty()) {
        problem_.With("value", value);
      }
      problem_.With("field", path);
    }
    reasons_.push_back(reason);
    problem_.Field(path, what, hint);
  }
  absl::Status Result() const {
    return reasons_.empty() ? absl::OkStatus() : problem_.Build();
  }

 private:
  Problem problem_ = Problem(absl::StatusCode::kInvalidArgument, "");
  std::vector<std::string> reasons_;
};

void CheckSubject(const v1::CheckRequest& request, const AssessOptions& options,
                  Mistakes* mistakes) {
  const facts::v1::Subject& subject = request.subject();
  if (!request.has_subject() ||
      subject.facts_case() == facts::v1::Subject::FACTS_NOT_SET) {
    mistakes->Add("FACTS_MISSING", "subject", "there are no facts to check",
                  "set subject.label (a product label) or "
                  "subject.enforcement_case (a case)");
  }
  if (Utf8Length(subject.id()) > options.max_subject_id) {
    mistakes->Add(
        "SUBJECT_ID_TOO_LONG", "subject.id",
        absl::StrCat("has ", Utf8Length(subject.id()),
                     " characters; the limit is ", options.max_subject_id),
        "send your own short id of the product or case");
  }
}

void CheckDay(const type::v1::Date& date, const std::string& path,
              Mistakes* mistakes) {
  const auto day = CivilDate::FromYmd(date.year(), date.month(), date.day());
  if (!day.ok()) {
    const std::string value =
        absl::StrCat(date.year(), "-", date.month(), "-", date.day());
    mistakes->Add("DATE_IMPOSSIBLE", path,
                  absl::StrCat("'", value, "' is not a day"),
                  "give year, month and day of a day that exists", value);
  }
}

void CheckPacks(const v1::CheckRequest& request, const AssessOptions& options,
                Mistakes* mistakes) {
  if (static_cast<size_t>(request.packs_size()) > options.max_packs) {
    mistakes->Add("TOO_MANY_PACKS", "packs",
                  absl::StrCat("has ", request.packs_size(),
                               " entries; the limit is ", options.max_packs),
                  "leave it empty for every pack that fits");
    return;
  }
  for (int i = 0; i < request.packs_size(); ++i) {
    const std::string& name = request.packs(i).name();
    if (!absl::StartsWith(name, "packs/") || name.size() == 6) {
      mistakes->Add(
          "PACK_NAME_MALFORMED", absl::StrCat("packs[", i, "].name"),
          absl::StrCat("'", ShortValue(name), "' is not packs/{pack}"),
          "as packs/cn.fertilizer.label", ShortValue(name));
    }
  }
}

// Decimals, dates, periods and masks within the facts.
void CheckFacts(const facts::v1::Subject& subject, Mistakes* mistakes) {
  for (const FactsProblem& problem : ValidateFacts(subject, "subject")) {
    const std::string what =
        problem.value.empty()
            ? problem.rule
            : absl::StrCat("'", problem.value, "': ", problem.rule);
    mistakes->Add(problem.reason, problem.path, what, problem.hint,
                  problem.value);
  }
}

// The other levels are for those who ask the rules service themselves: here
// they would leave out what citations and the summary are made of.
bool IsDetailHere(rules::v1::Detail detail) {
  return rules::v1::Detail_IsValid(detail) && detail <= rules::v1::DETAIL_ALL;
}

}  // namespace

absl::Status ValidateCheckRequest(const v1::CheckRequest& request,
                                  const AssessOptions& options) {
  Mistakes mistakes;
  CheckSubject(request, options, &mistakes);
  CheckFacts(request.subject(), &mistakes);
  CheckPacks(request, options, &mistakes);
  if (request.has_as_of()) {
    CheckDay(request.as_of(), "as_of", &mistakes);
  }
  if (request.has_today()) {
    CheckDay(request.today(), "today", &mistakes);
  }
  if (!IsDetailHere(request.detail())) {
    mistakes.Add("ENUM_UNKNOWN", "detail",
                 absl::StrCat(request.detail(), " is not a level of detail"),
                 "use DETAIL_VERDICTS, DETAIL_FINDINGS or DETAIL_ALL");
  }
  return mistakes.Result();
}

std::string FactsTypeOf(const facts::v1::Subject& subject) {
  if (subject.facts_case() == facts::v1::Subject::kOther) {
    const std::string& url = subject.other().type_url();
    return url.substr(url.rfind('/') + 1);
  }
  const auto* field = subject.GetReflection()->GetOneofFieldDescriptor(
      subject, facts::v1::Subject::descriptor()->FindOneofByName("facts"));
  return field == nullptr ? "" : field->message_type()->full_name();
}

CivilDate FullDate(const type::v1::Date& date) {
  return *CivilDate::FromYmd(date.year(), date.month(), date.day());
}

}  // namespace zhiheng::gateway
