#include "services/rules/cel/residual/literal.h"

#include <cmath>
#include <cstdint>
#include <limits>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/string_view.h"
#include "services/rules/cel/syntax/escape.h"

namespace zhiheng::cel {
namespace {

std::optional<std::string> DoubleLiteral(double v) {
  if (!std::isfinite(v)) return std::nullopt;
  std::string text = absl::StrFormat("%.17g", v);
  if (text.find_first_of(".e") == std::string::npos) text += ".0";
  return text;
}

std::optional<std::string> TextLiteral(absl::string_view text, bool bytes) {
  if (text.size() > kMaxLiteralText) return std::nullopt;
  return bytes ? QuoteBytes(text) : QuoteString(text);
}

// One level: a list of lists keeps its path.
std::optional<std::string> ListLiteral(const ListValue& list) {
  if (list.size() == 0 || list.size() > kMaxLiteralElements)
    return std::nullopt;
  std::string out = "[";
  for (int i = 0; i < list.size(); ++i) {
    const Value v = list.Get(i);
    if (v.Is(Kind::kList)) return std::nullopt;
    const std::optional<std::string> text = LiteralOf(v);
    if (!text.has_value()) return std::nullopt;
    absl::StrAppend(&out, i == 0 ? "" : ", ", *text);
  }
  if (out.size() > kMaxLiteralText) return std::nullopt;
  return out + "]";
}

}  // namespace

std::optional<std::string> LiteralOf(const Value& value) {
  switch (value.kind()) {
    case Kind::kBool:
      return value.bool_value() ? "true" : "false";
    case Kind::kInt:
      return absl::StrCat(value.int_value());
    case Kind::kUint:
      return absl::StrCat(value.uint_value(), "u");
    case Kind::kDouble:
      return DoubleLiteral(value.double_value());
    case Kind::kString:
      return TextLiteral(value.text(), false);
    case Kind::kBytes:
      return TextLiteral(value.text(), true);
    case Kind::kDecimal:
      return absl::StrCat("decimal('", value.decimal().ToString(), "')");
    case Kind::kMoney:
      return value.currency() == "CNY"
                 ? absl::StrCat("money('", value.decimal().ToString(), "')")
                 : absl::StrCat("money('", value.decimal().ToString(), "', ",
                                QuoteString(value.currency()), ")");
    case Kind::kDate:
      return absl::StrCat("date('", value.date().ToString(), "')");
    case Kind::kList:
      return ListLiteral(value.list());
    default:
      return std::nullopt;
  }
}

}  // namespace zhiheng::cel
