// Two patterns: ours, where a dash begins the year, and the international one,
// where a dash begins the part and a colon the year.
#include "services/catalog/citation/standard_number.h"

#include <re2/re2.h>

#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace zhiheng::catalog {
namespace {

const RE2& International() {
  static const RE2* const kPattern =
      new RE2(R"((?i)((ISO(?:/IEC|/TR|/TS)?|IEC) ?(\d{1,6}(?:-\d{1,3})?))"
              R"((?: ?: ?(\d{4})|-(\d{4}))?)(?:\D|$))");
  return *kPattern;
}

const RE2& Chinese() {
  static const RE2* const kPattern = new RE2(
      R"((?i)((GB ?/? ?[TZ]|GB|GSB|JJ[GF]|DBS? ?\d{2}(?:\d{2})? ?/ ?T?|)"
      R"([TQ] ?/ ?[A-Z0-9]*[A-Z]|[A-Z]{2} ?/ ?[TZ]|[A-Z]{2}))"
      R"([ -]?(\d{1,7}(?:\.\d{1,4})*)(?: ?[-:] ?(\d{4}|\d{2}))?)(?:\D|$))");
  return *kPattern;
}

// "gb /t" and "GBT" -> "GB/T".
std::string CanonicalPrefix(absl::string_view prefix) {
  std::string out;
  for (char c : prefix) {
    if (c != ' ') out.push_back(absl::ascii_toupper(c));
  }
  if (out == "GBT") return "GB/T";
  if (out == "GBZ") return "GB/Z";
  return out;
}

bool International(absl::string_view number) {
  return absl::StartsWith(number, "ISO") || absl::StartsWith(number, "IEC");
}

}  // namespace

std::string StandardNumber::ToString() const {
  if (year.empty()) return number;
  return absl::StrCat(number, International(number) ? ":" : "-", year);
}

std::optional<StandardNumber> ParseStandardNumber(absl::string_view folded) {
  const re2::StringPiece input(folded.data(), folded.size());
  re2::StringPiece all, prefix, serial, year, year2;
  re2::StringPiece rest = input;
  StandardNumber out;
  if (RE2::Consume(&rest, International(), &all, &prefix, &serial, &year,
                   &year2)) {
    if (year.empty()) year = year2;
  } else {
    rest = input;
    if (!RE2::Consume(&rest, Chinese(), &all, &prefix, &serial, &year)) {
      return std::nullopt;
    }
  }
  const auto view = [](re2::StringPiece p) {
    return absl::string_view(p.data(), p.size());
  };
  out.number = absl::StrCat(CanonicalPrefix(view(prefix)), " ", view(serial));
  out.year = year.size() == 2 ? absl::StrCat("19", view(year))
                              : std::string(view(year));
  out.consumed = all.size();
  if (absl::StartsWith(folded.substr(out.consumed), "年")) {
    out.consumed += absl::string_view("年").size();
  }
  return out;
}

}  // namespace zhiheng::catalog
