#include "services/catalog/citation/qualifier.h"

#include <re2/re2.h>

#include <optional>

#include "absl/strings/str_cat.h"
#include "services/catalog/citation/standard_number.h"

namespace zhiheng::catalog {
namespace {

const RE2& DocumentNumber() {
  static const RE2* const kPattern =
      new RE2("([\\p{Han}]{1,15})[〔(]([0-9]{4})[〕)](?:第)?([0-9]{1,5})号");
  return *kPattern;
}
// 国家市场监督管理总局令第56号, 国务院第412号令.
const RE2& OrderNumber() {
  static const RE2* const kPattern =
      new RE2("([\\p{Han}]{1,25}?)(?:令第([0-9]{1,4})号|第([0-9]{1,4})号令)");
  return *kPattern;
}
const RE2& EditionYear() {
  static const RE2* const kPattern = new RE2(
      "\\(?([0-9]{4})年?(?:修正|修订|修正案|修正本|修订版|版|本|公布)?"
      "\\)?");
  return *kPattern;
}

re2::StringPiece Piece(absl::string_view text) {
  return {text.data(), text.size()};
}

}  // namespace

bool ConsumeDocumentNumber(absl::string_view* folded, std::string* number) {
  re2::StringPiece input = Piece(*folded);
  std::string issuer, year, serial;
  if (!RE2::Consume(&input, DocumentNumber(), &issuer, &year, &serial)) {
    return false;
  }
  *number = absl::StrCat(issuer, "〔", year, "〕", serial, "号");
  *folded = absl::string_view(input.data(), input.size());
  return true;
}

bool ReadQualifier(absl::string_view inside, ParsedCitation* out) {
  std::string year;
  if (RE2::FullMatch(Piece(inside), EditionYear(), &year)) {
    out->year = year;
    return true;
  }
  absl::string_view rest = inside;
  std::string number;
  if (ConsumeDocumentNumber(&rest, &number) && rest.empty()) {
    out->document_number = number;
    return true;
  }
  std::string issuer, serial, other;
  if (RE2::FullMatch(Piece(inside), OrderNumber(), &issuer, &serial, &other)) {
    out->document_number =
        absl::StrCat(issuer, "令第", serial.empty() ? other : serial, "号");
    return true;
  }
  if (const auto standard = ParseStandardNumber(inside);
      standard.has_value() && standard->consumed == inside.size()) {
    out->standard_number = standard->number;
    out->year = standard->year;
    return true;
  }
  return false;
}

}  // namespace zhiheng::catalog
