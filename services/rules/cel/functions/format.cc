// 'text %s and %.2f'.format([…]) and strings.quote().
#include <algorithm>
#include <cmath>
#include <limits>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "services/common/base/text.h"
#include "services/rules/cel/functions/families.h"
#include "services/rules/cel/functions/type_name.h"

namespace zhiheng::cel {
namespace {

// Digits after the point that %f and %e may be given.
constexpr int kMostDigits = 100;
// Lists in lists that %s goes through.
constexpr int kDeepest = 64;

bool SpecialDouble(double d, std::string* out) {
  if (std::isnan(d)) *out = "NaN";
  if (std::isinf(d)) *out = d > 0 ? "Infinity" : "-Infinity";
  return !std::isfinite(d);
}

// The shortest decimal form that reads back as the same number, without an
// exponent.
std::string PlainDouble(double d) {
  std::string special;
  if (SpecialDouble(d, &special)) return special;
  for (int digits = 0; digits <= 340; ++digits) {
    const std::string text = absl::StrFormat("%.*f", digits, d);
    if (std::strtod(text.c_str(), nullptr) == d) return text;
  }
  return absl::StrFormat("%f", d);
}

// Formats one value; *why says what is wrong when it cannot.
class Formatter {
 public:
  Formatter(char clause, int precision)
      : clause_(clause), precision_(precision) {}

  std::string Format(const Value& v, std::string* why) {
    std::string out;
    bool ok = false;
    switch (clause_) {
      case 's':
        ok = Text(v, 0, &out);
        break;
      case 'd':
        ok = Whole(v, 'd', &out);
        break;
      case 'o':
        ok = !v.Is(Kind::kDouble) && Whole(v, 'o', &out);
        break;
      case 'b':
        ok = Binary(v, &out);
        break;
      case 'x':
      case 'X':
        ok = Hex(v, &out);
        break;
      default:
        ok = Fraction(v, &out);
        break;
    }
    if (!ok) {
      *why = absl::StrCat("%", absl::string_view(&clause_, 1),
                          " does not take a ", TypeNameOf(v));
    }
    return out;
  }

 private:
  bool Text(const Value& v, int depth, std::string* out) {
    if (depth > kDeepest) return false;
    switch (v.kind()) {
      case Kind::kNull:
        *out = "null";
        return true;
      case Kind::kDouble:
        *out = PlainDouble(v.double_value());
        return true;
      case Kind::kString:
      case Kind::kBytes:
        *out = std::string(v.text());
        return true;
      case Kind::kType:
        *out = v.type().name;
        return true;
      case Kind::kList:
        return ListText(v.list(), depth, out);
      case Kind::kMap:
        return MapText(v.map(), depth, out);
      case Kind::kBool:
      case Kind::kInt:
      case Kind::kUint:
      case Kind::kTimestamp:
      case Kind::kDuration:
      case Kind::kDecimal:
      case Kind::kMoney:
      case Kind::kDate:
        *out = DisplayString(v);
        return true;
      default:
        return false;
    }
  }

  bool ListText(const ListValue& list, int depth, std::string* out) {
    std::vector<std::string> parts(static_cast<size_t>(list.size()));
    for (int i = 0; i < list.size(); ++i) {
      if (!Text(list.Get(i), depth + 1, &parts[static_cast<size_t>(i)])) {
        return false;
      }
    }
    *out = absl::StrCat("[", absl::StrJoin(parts, ", "), "]");
    return true;
  }

  // In the order of the keys' text.
  bool MapText(const MapValue& map, int depth, std::string* out) {
    std::vector<std::pair<std::string, std::string>> entries;
    for (int i = 0; i < map.size(); ++i) {
      auto& [key, value] = entries.emplace_back();
      if (!Text(map.KeyAt(i), depth + 1, &key) ||
          !Text(map.ValueAt(i), depth + 1, &value)) {
        return false;
      }
    }
    std::sort(entries.begin(), entries.end());
    *out = absl::StrCat(
        "{", absl::StrJoin(entries, ", ", absl::PairFormatter(": ")), "}");
    return true;
  }

  static bool Whole(const Value& v, char form, std::string* out) {
    if (v.Is(Kind::kDouble)) return SpecialDouble(v.double_value(), out);
    if (v.Is(Kind::kUint)) {
      *out = form == 'o' ? absl::StrFormat("%o", v.uint_value())
                         : absl::StrCat(v.uint_value());
      return true;
    }
    if (v.Is(Kind::kDecimal) && form == 'd') {
      *out = v.decimal().ToString();
      return true;
    }
    if (!v.Is(Kind::kInt)) return false;
    *out = form == 'o' ? absl::StrCat(Sign(v), absl::StrFormat("%o", Size(v)))
                       : absl::StrCat(v.int_value());
    return true;
  }

  static absl::string_view Sign(const Value& v) {
    return v.Is(Kind::kInt) && v.int_value() < 0 ? "-" : "";
  }
  static uint64_t Size(const Value& v) {
    return *Sign(v).data() == '-' && !Sign(v).empty() ? 0 - v.uint_value()
                                                      : v.uint_value();
  }

  static bool Binary(const Value& v, std::string* out) {
    if (!v.Is(Kind::kInt) && !v.Is(Kind::kUint) && !v.Is(Kind::kBool)) {
      return false;
    }
    std::string bits;
    for (uint64_t n = Size(v); n != 0; n >>= 1) bits += n & 1 ? '1' : '0';
    if (bits.empty()) bits = "0";
    std::reverse(bits.begin(), bits.end());
    *out = absl::StrCat(Sign(v), bits);
    return true;
  }

  bool Hex(const Value& v, std::string* out) const {
    if (v.Is(Kind::kString) || v.Is(Kind::kBytes)) {
      *out = absl::BytesToHexString(v.text());
    } else if (v.Is(Kind::kInt) || v.Is(Kind::kUint)) {
      *out = absl::StrCat(Sign(v), absl::StrFormat("%x", Size(v)));
    } else {
      return false;
    }
    if (clause_ == 'X') absl::AsciiStrToUpper(out);
    return true;
  }

  bool Fraction(const Value& v, std::string* out) const {
    double d = 0;
    if (v.Is(Kind::kDouble)) {
      d = v.double_value();
    } else if (v.Is(Kind::kInt)) {
      d = static_cast<double>(v.int_value());
    } else if (v.Is(Kind::kUint)) {
      d = static_cast<double>(v.uint_value());
    } else {
      return false;
    }
    if (SpecialDouble(d, out)) return true;
    *out = clause_ == 'f' ? absl::StrFormat("%.*f", precision_, d)
                          : absl::StrFormat("%.*e", precision_, d);
    return true;
  }

  char clause_;
  int precision_;
};

Value Bad(Context& c, absl::string_view why) { return c.Error("format", why); }

// .12 at *pos; -1 when it is no precision.
int Precision(absl::string_view text, size_t* pos) {
  if (*pos >= text.size() || text[*pos] != '.') return 6;
  int digits = 0;
  for (++*pos; *pos < text.size() && absl::ascii_isdigit(text[*pos]); ++*pos) {
    digits = digits * 10 + (text[*pos] - '0');
    if (digits > kMostDigits) return -1;
  }
  return digits;
}

Value Format(Context& c, Args a) {
  const absl::string_view text = a[0].text();
  const ListValue& values = a[1].list();
  std::string out;
  int next = 0;
  for (size_t pos = 0; pos < text.size();) {
    if (text[pos] != '%') {
      const size_t end = std::min(text.find('%', pos), text.size());
      absl::StrAppend(&out, text.substr(pos, end - pos));
      pos = end;
      continue;
    }
    ++pos;
    if (pos < text.size() && text[pos] == '%') {
      out += text[pos++];
      continue;
    }
    const int precision = Precision(text, &pos);
    if (precision < 0) return Bad(c, "a precision has at most 100 digits");
    if (pos >= text.size()) return Bad(c, "the text ends after %");
    const char clause = text[pos++];
    if (absl::string_view("sdfeboxX").find(clause) == absl::string_view::npos) {
      return Bad(c, absl::StrCat("there is no clause %",
                                 absl::string_view(&clause, 1)));
    }
    if (next >= values.size()) {
      return Bad(c, absl::StrCat("index ", next, " out of range: the list has ",
                                 values.size(), " values"));
    }
    const Value v = values.Get(next++);
    if (v.IsAbnormal()) return v;
    std::string why;
    absl::StrAppend(&out, Formatter(clause, precision).Format(v, &why));
    if (!why.empty()) return Bad(c, why);
    if (static_cast<int64_t>(out.size()) > c.limits.result_size) {
      return c.Error("too_large", "the text would be longer than the limit");
    }
  }
  return c.Text(out);
}

// As a literal in double quotes that reads back as the same text.
Value Quote(Context& c, Args a) {
  const absl::string_view text = a[0].text();
  std::string out = "\"";
  for (size_t pos = 0; pos < text.size();) {
    const char32_t ch = NextCodePoint(text, &pos);
    constexpr absl::string_view kPlain = "\a\b\f\n\r\t\v\\\"";
    constexpr absl::string_view kLetters = "abfnrtv\\\"";
    const size_t at = ch < 0x80 ? kPlain.find(static_cast<char>(ch))
                                : absl::string_view::npos;
    if (at == absl::string_view::npos) {
      AppendUtf8(ch, &out);
    } else {
      out += '\\';
      out += kLetters[at];
    }
  }
  out += '"';
  return c.Text(out);
}

}  // namespace

void AddFormat(FunctionRegistry& r) {
  using namespace t;  // NOLINT
  r.Add("format",
        Member("string_format", {kString, List(kDyn)}, kString, Format,
               "格式化", "with the values put in for %s %d %f %e %b %o %x %X"));
  r.Add("strings.quote", Plain("strings_quote", {kString}, kString, Quote,
                               "加引号", "as a literal in double quotes"));
}

}  // namespace zhiheng::cel
