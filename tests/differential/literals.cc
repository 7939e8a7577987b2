#include "tests/differential/literals.h"

#include <limits>

#include "absl/strings/str_cat.h"
#include "services/rules/cel/syntax/escape.h"

namespace zhiheng::differential {
namespace {

using cel::TypeKind;

// Mostly small, so that values meet.
constexpr int64_t kIntegers[] = {0, 1, 2, 3, -1, 4, 5, 7, 10, 60, -3, 100};
constexpr int64_t kEdges[] = {std::numeric_limits<int64_t>::max(),
                              std::numeric_limits<int64_t>::min(),
                              2147483647,
                              -2147483648LL,
                              4294967296,
                              9007199254740993,
                              -9007199254740993,
                              253402300800,
                              1700000000};
constexpr const char* kDoubles[] = {
    "0.0",   "1.0",  "-1.0", "0.5", "2.5",  "3.0",
    "1e308", "1e19", "1e-9", "0.1", "-0.0", "9007199254740992.0"};
constexpr const char* kStrings[] = {
    "",        "a",      "b",          "ab",         "abc", "A",
    "1",       "-7",     "2.50",       "true",       "甲",  "磷酸二铵",
    "18-46-0", "x,y,z",  "GB 18382",   " a b ",      "é",   "a\\d+",
    "^a",      "(a)(b)", "2024-09-30", "名称：甲乙", "yes", "half_up"};
constexpr const char* kDecimals[] = {"0",
                                     "1",
                                     "-1",
                                     "0.10",
                                     "18.0",
                                     "64",
                                     "2.5",
                                     "-12.50",
                                     "100.00",
                                     "99999999999999999999999999999999999999",
                                     "0.00000000000000000001",
                                     "7",
                                     "33.3"};
constexpr const char* kTimes[] = {
    "1970-01-01T00:00:00Z",           "2024-02-29T23:59:59.999999999Z",
    "2024-09-30T08:00:00+08:00",      "0001-01-01T00:00:00Z",
    "9999-12-31T23:59:59.999999999Z", "2009-02-13T23:31:30Z"};
constexpr const char* kSpans[] = {"0s",  "1s",       "-1.5s",     "90m",
                                  "24h", "1h30m5ms", "87600000h", "1ns"};
constexpr const char* kDays[] = {"2024-01-31", "2024-02-29", "2023-12-31",
                                 "0001-01-01", "9999-12-31", "2024-09-30"};
constexpr const char* kBytes[] = {"b''", "b'a'", "b'\\xff\\x00'", "b'\\u7532'",
                                  "b'abc'"};
constexpr const char* kTypes[] = {"int",  "string",    "bool",
                                  "list", "map",       "double",
                                  "type", "null_type", "decimal"};

}  // namespace

int64_t IntegerOf(Random& r) {
  return r.Percent(12) ? r.Pick(kEdges) : r.Pick(kIntegers);
}
double DoubleOf(Random& r) { return std::stod(r.Pick(kDoubles)); }
std::string PlainString(Random& r) { return r.Pick(kStrings); }
std::string DecimalText(Random& r) { return r.Pick(kDecimals); }

std::string LiteralText(Random& r, const cel::Type& type) {
  switch (type.kind()) {
    case TypeKind::kBool:
      return r.Percent(50) ? "true" : "false";
    case TypeKind::kInt:
      return absl::StrCat(IntegerOf(r));
    case TypeKind::kUint:
      return r.Percent(8) ? "18446744073709551615u"
                          : absl::StrCat(r.Below(6), "u");
    case TypeKind::kDouble:
      return r.Pick(kDoubles);
    case TypeKind::kString:
      return cel::QuoteString(PlainString(r));
    case TypeKind::kBytes:
      return r.Pick(kBytes);
    case TypeKind::kTimestamp:
      return absl::StrCat("timestamp('", r.Pick(kTimes), "')");
    case TypeKind::kDuration:
      return absl::StrCat("duration('", r.Pick(kSpans), "')");
    case TypeKind::kDecimal:
      return absl::StrCat("decimal('", DecimalText(r), "')");
    case TypeKind::kMoney:
      return absl::StrCat("money('", DecimalText(r),
                          r.Percent(80) ? "')" : "', 'USD')");
    case TypeKind::kDate:
      return absl::StrCat("date('", r.Pick(kDays), "')");
    case TypeKind::kTypeType:
      return r.Pick(kTypes);
    case TypeKind::kOptional:
      return r.Percent(30) ? "optional.none()"
                           : absl::StrCat("optional.of(",
                                          LiteralText(r, type.param()), ")");
    default:
      return "null";
  }
}

}  // namespace zhiheng::differential
