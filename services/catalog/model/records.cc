#include "services/catalog/model/records.h"

#include <openssl/sha.h>

#include <string>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "services/common/base/status_macros.h"

namespace zhiheng::catalog {
namespace {

constexpr absl::string_view kKindWords[kKindCount] = {
    "",
    "law",
    "regulation",
    "departmental_rule",
    "local_rule",
    "judicial_interpretation",
    "mandatory_standard",
    "recommended_standard",
    "industry_standard",
    "local_standard",
    "group_standard",
    "international_standard",
    "notice",
};

constexpr absl::string_view kStatusWords[] = {"", "official", "consolidated",
                                              "summary", "absent"};

std::string DateText(const std::optional<CivilDate>& date) {
  return date.has_value() ? date->ToString() : "";
}

// Length before content: no two different lists give the same bytes.
void AppendField(absl::string_view value, std::string* out) {
  absl::StrAppend(out, value.size(), ":", value);
}

}  // namespace

bool IsStandard(Kind kind) {
  return kind >= Kind::kMandatoryStandard &&
         kind <= Kind::kInternationalStandard;
}

absl::string_view KindWord(Kind kind) {
  return kKindWords[static_cast<int>(kind)];
}

std::optional<Kind> KindFromWord(absl::string_view word) {
  for (int i = 1; i < kKindCount; ++i) {
    if (kKindWords[i] == word) return static_cast<Kind>(i);
  }
  return std::nullopt;
}

absl::string_view TextStatusWord(TextStatus status) {
  return kStatusWords[static_cast<int>(status)];
}

std::optional<TextStatus> TextStatusFromWord(absl::string_view word) {
  for (int i = 1; i <= 4; ++i) {
    if (kStatusWords[i] == word) return static_cast<TextStatus>(i);
  }
  return std::nullopt;
}

DateInterval InForce(const Provision& provision, const Edition& edition) {
  const DateInterval own{provision.effective.value_or(CivilDate::Min()),
                         provision.superseded};
  return own.Intersect(edition.InForce());
}

const DateInterval* SuspendedOn(const Provision& provision, CivilDate day) {
  for (const DateInterval& interval : provision.suspended) {
    if (interval.Contains(day)) return &interval;
  }
  return nullptr;
}

bool InForceOn(const Provision& provision, const Edition& edition,
               CivilDate day) {
  return InForce(provision, edition).Contains(day) &&
         SuspendedOn(provision, day) == nullptr;
}

std::string IntervalsText(const std::vector<DateInterval>& intervals) {
  return absl::StrJoin(intervals, ",",
                       [](std::string* out, const DateInterval& interval) {
                         absl::StrAppend(out, interval.from.ToString(), "/",
                                         DateText(interval.until));
                       });
}

absl::StatusOr<std::vector<DateInterval>> ParseIntervals(
    absl::string_view text) {
  std::vector<DateInterval> out;
  for (const absl::string_view part :
       absl::StrSplit(text, ',', absl::SkipEmpty())) {
    const std::pair<absl::string_view, absl::string_view> ends =
        absl::StrSplit(part, absl::MaxSplits('/', 1));
    DateInterval interval;
    ASSIGN_OR_RETURN(interval.from, CivilDate::Parse(ends.first));
    if (!ends.second.empty()) {
      ASSIGN_OR_RETURN(interval.until, CivilDate::Parse(ends.second));
    }
    out.push_back(interval);
  }
  return out;
}

std::string Digest(const Provision& p) {
  std::string canonical;
  for (absl::string_view field :
       {absl::string_view(p.heading), absl::string_view(p.text.zh),
        absl::string_view(p.text.en), TextStatusWord(p.text_status)}) {
    AppendField(field, &canonical);
  }
  AppendField(DateText(p.effective), &canonical);
  AppendField(DateText(p.superseded), &canonical);
  // Left out when there is none: digests from before suspensions stay valid.
  if (!p.suspended.empty()) {
    AppendField(IntervalsText(p.suspended), &canonical);
  }
  return Sha256Hex(canonical);
}

std::string Sha256Hex(absl::string_view text) {
  unsigned char hash[SHA256_DIGEST_LENGTH];
  SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(),
         hash);
  return absl::BytesToHexString(absl::string_view(
      reinterpret_cast<const char*>(hash), SHA256_DIGEST_LENGTH));
}

}  // namespace zhiheng::catalog
