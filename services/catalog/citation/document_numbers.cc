#include "services/catalog/citation/document_numbers.h"

#include "absl/strings/str_cat.h"

namespace zhiheng::catalog {
namespace {

constexpr size_t kMaxIssuerChars = 15;
constexpr size_t kMaxOrderIssuerChars = 25;
constexpr size_t kMaxSerialDigits = 6;

bool IsDigit(char32_t c) { return c >= '0' && c <= '9'; }
bool IsHan(char32_t c) { return c >= 0x3400 && c <= 0x9FFF; }

// Numbers of single cases, letters and notices to one party.
bool IsCaseWord(char32_t c) {
  constexpr std::u32string_view kCases =
      U"罚告责案送听询强封扣检鉴协催撤缴退限移稽";
  return kCases.find(c) != std::u32string_view::npos;
}

// What stands before an issuer in a sentence.
bool EndsIssuer(char32_t c) {
  constexpr std::u32string_view kEnds = U"据按照依的了和及与为即是由";
  return !IsHan(c) || kEnds.find(c) != std::u32string_view::npos;
}

size_t IssuerBegin(const ScanText& text, size_t end, size_t limit) {
  size_t begin = end;
  while (begin > 0 && end - begin < limit && !EndsIssuer(text[begin - 1])) {
    if (text.StartsWith(begin - 1, U"执行") ||
        text.StartsWith(begin - 1, U"适用") ||
        text.StartsWith(begin - 1, U"其中")) {
      return begin + 1;
    }
    --begin;
  }
  return begin;
}

size_t SkipDigits(const ScanText& text, size_t at, size_t limit) {
  size_t end = at;
  while (end - at < limit && IsDigit(text[end])) ++end;
  return end;
}

std::optional<ReadDocumentNumber> ReadYearForm(const ScanText& text,
                                               size_t at) {
  const size_t year_end = SkipDigits(text, at + 1, 5);
  if (year_end != at + 5) return std::nullopt;
  if (text[year_end] != U'〕' && text[year_end] != ')') return std::nullopt;
  size_t serial = year_end + 1;
  if (text[serial] == U'第') ++serial;
  const size_t serial_end = SkipDigits(text, serial, kMaxSerialDigits);
  if (serial_end == serial || text[serial_end] != U'号') return std::nullopt;
  ReadDocumentNumber out;
  out.begin = IssuerBegin(text, at, kMaxIssuerChars);
  out.end = serial_end + 1;
  for (size_t i = out.begin; i < at; ++i) {
    if (IsCaseWord(text[i])) return std::nullopt;
  }
  // 《纪要》(〔2024〕4号) names no issuer.
  if (at - out.begin < 2) return std::nullopt;
  out.number =
      absl::StrCat(text.Utf8(out.begin, at), "〔", text.Utf8(at + 1, year_end),
                   "〕", text.Utf8(serial, serial_end), "号");
  return out;
}

std::optional<ReadDocumentNumber> ReadOrderForm(const ScanText& text,
                                                size_t at) {
  ReadDocumentNumber out;
  if (text[at + 1] == U'第') {
    const size_t end = SkipDigits(text, at + 2, 4);
    if (end == at + 2 || text[end] != U'号') return std::nullopt;
    out.begin = IssuerBegin(text, at, kMaxOrderIssuerChars);
    if (at - out.begin < 2) return std::nullopt;
    out.end = end + 1;
    out.number = absl::StrCat(text.Utf8(out.begin, at), "令第",
                              text.Utf8(at + 2, end), "号");
    return out;
  }
  // 第412号令: 令 stands last.
  if (at < 3 || text[at - 1] != U'号') return std::nullopt;
  size_t digits = at - 1;
  while (digits > 0 && at - 1 - digits < 4 && IsDigit(text[digits - 1])) {
    --digits;
  }
  if (digits == at - 1 || digits == 0 || text[digits - 1] != U'第') {
    return std::nullopt;
  }
  out.begin = IssuerBegin(text, digits - 1, kMaxOrderIssuerChars);
  if (digits - 1 - out.begin < 2) return std::nullopt;
  out.end = at + 1;
  out.number = absl::StrCat(text.Utf8(out.begin, digits - 1), "令第",
                            text.Utf8(digits, at - 1), "号");
  return out;
}

}  // namespace

std::optional<ReadDocumentNumber> ReadDocumentNumberAt(const ScanText& text,
                                                       size_t at) {
  return text[at] == U'令' ? ReadOrderForm(text, at) : ReadYearForm(text, at);
}

}  // namespace zhiheng::catalog
