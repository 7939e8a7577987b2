#include "services/catalog/model/names.h"

#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/common/base/status_macros.h"

namespace zhiheng::catalog {
namespace {

bool IsLowerAlnum(char c) {
  return absl::ascii_islower(static_cast<unsigned char>(c)) ||
         absl::ascii_isdigit(static_cast<unsigned char>(c));
}

absl::Status CheckId(absl::string_view id, absl::string_view what,
                     bool may_begin_with_digit) {
  if (id.empty()) {
    return absl::InvalidArgumentError(absl::StrCat("the ", what, " is empty"));
  }
  if (id.size() > kMaxIdBytes) {
    return absl::InvalidArgumentError(
        absl::StrCat("the ", what, " has ", id.size(), " bytes; at most ",
                     kMaxIdBytes, " are allowed"));
  }
  const bool good_begin =
      absl::ascii_islower(static_cast<unsigned char>(id.front())) ||
      (may_begin_with_digit && IsLowerAlnum(id.front()));
  bool good = good_begin && IsLowerAlnum(id.back());
  for (char c : id) {
    good = good && (IsLowerAlnum(c) || c == '-' || c == '.');
  }
  if (!good) {
    return absl::InvalidArgumentError(absl::StrCat(
        what, " \"", id,
        "\": lower-case letters, digits, hyphens and dots only, as ",
        may_begin_with_digit ? "2019" : "trademark-law"));
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status CheckInstrumentId(absl::string_view id) {
  return CheckId(id, "instrument id", /*may_begin_with_digit=*/false);
}

absl::Status CheckEditionId(absl::string_view id) {
  return CheckId(id, "edition id", /*may_begin_with_digit=*/true);
}

std::string InstrumentName(absl::string_view instrument) {
  return absl::StrCat("instruments/", instrument);
}

std::string EditionName(absl::string_view instrument,
                        absl::string_view edition) {
  return absl::StrCat(InstrumentName(instrument), "/editions/", edition);
}

std::string ProvisionName(const ProvisionKey& key) {
  std::string name = EditionName(key.instrument, key.edition);
  if (!key.provision.empty()) {
    absl::StrAppend(&name, "/provisions/", key.provision);
  }
  return name;
}

absl::StatusOr<std::string> ParseInstrumentName(absl::string_view name) {
  absl::string_view rest = name;
  if (!absl::ConsumePrefix(&rest, "instruments/")) {
    return absl::InvalidArgumentError(
        absl::StrCat("\"", name,
                     "\" is no instrument name; say instruments/{instrument}, "
                     "as instruments/trademark-law"));
  }
  RETURN_IF_ERROR(CheckInstrumentId(rest));
  return std::string(rest);
}

}  // namespace zhiheng::catalog
