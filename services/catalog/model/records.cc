#include "services/catalog/model/records.h"

#include <openssl/sha.h>

#include <string>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"

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

std::string Digest(const Provision& p) {
  std::string canonical;
  for (absl::string_view field :
       {absl::string_view(p.heading), absl::string_view(p.text.zh),
        absl::string_view(p.text.en), TextStatusWord(p.text_status)}) {
    AppendField(field, &canonical);
  }
  AppendField(DateText(p.effective), &canonical);
  AppendField(DateText(p.superseded), &canonical);
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
