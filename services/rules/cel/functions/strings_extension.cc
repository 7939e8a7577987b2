// The strings extension: positions count code points.
#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/common/base/text.h"
#include "services/rules/cel/functions/families.h"

namespace zhiheng::cel {
namespace {

// Byte offset of code point `index`; npos when the text has fewer.
size_t ByteAt(absl::string_view text, int64_t index) {
  size_t pos = 0;
  for (; index > 0 && pos < text.size(); --index) NextCodePoint(text, &pos);
  return index == 0 ? pos : absl::string_view::npos;
}
int64_t CodePointsBefore(absl::string_view text, size_t pos) {
  int64_t n = 0;
  for (size_t i = 0; i < pos; ++n) NextCodePoint(text, &i);
  return n;
}
Value OutOfRange(Context& c, const Value& index) {
  return c.Error("index_out_of_bounds",
                 absl::StrCat("index out of range: ", DebugString(index)));
}

Value CharAt(Context& c, Args a) {
  const absl::string_view text = a[0].text();
  const size_t at = a[1].int_value() < 0 ? absl::string_view::npos
                                         : ByteAt(text, a[1].int_value());
  if (at == absl::string_view::npos) return OutOfRange(c, a[1]);
  size_t end = at;
  if (end < text.size()) NextCodePoint(text, &end);
  return Value::String(text.substr(at, end - at));
}
Value IndexOf(Context& c, Args a) {
  const absl::string_view text = a[0].text();
  const int64_t from = a.size() == 3 ? a[2].int_value() : 0;
  const size_t at = from < 0 ? absl::string_view::npos : ByteAt(text, from);
  if (at == absl::string_view::npos) return OutOfRange(c, a[2]);
  const size_t found = text.find(a[1].text(), at);
  return Value::Int(
      found == absl::string_view::npos ? -1 : CodePointsBefore(text, found));
}
Value LastIndexOf(Context& c, Args a) {
  const absl::string_view text = a[0].text();
  size_t last = absl::string_view::npos;
  if (a.size() == 3) {
    last = a[2].int_value() < 0 ? absl::string_view::npos
                                : ByteAt(text, a[2].int_value());
    if (last == absl::string_view::npos) return OutOfRange(c, a[2]);
  }
  const size_t found = text.rfind(a[1].text(), last);
  return Value::Int(
      found == absl::string_view::npos ? -1 : CodePointsBefore(text, found));
}
Value LowerAscii(Context& c, Args a) {
  return c.Text(absl::AsciiStrToLower(a[0].text()));
}
Value UpperAscii(Context& c, Args a) {
  return c.Text(absl::AsciiStrToUpper(a[0].text()));
}

Value Replace(Context& c, Args a) {
  absl::string_view text = a[0].text();
  const absl::string_view from = a[1].text();
  int64_t left = a.size() == 4 ? a[3].int_value() : -1;
  std::string out;
  size_t pos = 0;
  while (left != 0 && pos <= text.size()) {
    const size_t found = text.find(from, pos);
    if (found == absl::string_view::npos) break;
    absl::StrAppend(&out, text.substr(pos, found - pos), a[2].text());
    pos = found + from.size();
    if (from.empty()) {
      if (pos >= text.size()) {
        pos = text.size() + 1;
        break;
      }
      size_t end = pos;
      NextCodePoint(text, &end);
      absl::StrAppend(&out, text.substr(pos, end - pos));
      pos = end;
    }
    if (left > 0) --left;
    if (static_cast<int64_t>(out.size()) > c.limits.result_size) {
      return c.Error("too_large", "the text would be longer than the limit");
    }
  }
  if (pos < text.size()) absl::StrAppend(&out, text.substr(pos));
  return c.Text(out);
}

Value Split(Context& c, Args a) {
  absl::string_view text = a[0].text();
  const absl::string_view by = a[1].text();
  int64_t left = a.size() == 3 ? a[2].int_value() : -1;
  std::vector<Value> parts;
  if (left == 0) return c.List(parts);
  while (left < 0 || static_cast<int64_t>(parts.size()) + 1 < left) {
    size_t end = by.empty() ? 0 : text.find(by);
    if (by.empty() && !text.empty()) {
      NextCodePoint(text, &end);
      if (end == text.size()) break;
    }
    if (end == absl::string_view::npos || (by.empty() && text.empty())) break;
    parts.push_back(Value::String(text.substr(0, end)));
    text.remove_prefix(end + by.size());
  }
  if (!(by.empty() && text.empty())) parts.push_back(Value::String(text));
  return c.List(parts);
}

Value Substring(Context& c, Args a) {
  const absl::string_view text = a[0].text();
  const size_t from = a[1].int_value() < 0 ? absl::string_view::npos
                                           : ByteAt(text, a[1].int_value());
  if (from == absl::string_view::npos) return OutOfRange(c, a[1]);
  if (a.size() == 2) return Value::String(text.substr(from));
  const size_t to = a[2].int_value() < 0 ? absl::string_view::npos
                                         : ByteAt(text, a[2].int_value());
  if (to == absl::string_view::npos || to < from) return OutOfRange(c, a[2]);
  return Value::String(text.substr(from, to - from));
}

bool IsBlank(char32_t ch) {
  return (ch >= 9 && ch <= 13) || ch == 0x20 || ch == 0x85 || ch == 0xA0 ||
         ch == 0x1680 || (ch >= 0x2000 && ch <= 0x200A) || ch == 0x2028 ||
         ch == 0x2029 || ch == 0x202F || ch == 0x205F || ch == 0x3000;
}
Value Trim(Context&, Args a) {
  const absl::string_view text = a[0].text();
  size_t begin = text.size();
  size_t end = 0;
  for (size_t pos = 0; pos < text.size();) {
    const size_t start = pos;
    if (IsBlank(NextCodePoint(text, &pos))) continue;
    begin = std::min(begin, start);
    end = pos;
  }
  return Value::String(begin < end ? text.substr(begin, end - begin)
                                   : text.substr(0, 0));
}
Value Join(Context& c, Args a) {
  const ListValue& list = a[0].list();
  std::string out;
  for (int i = 0; i < list.size(); ++i) {
    const Value v = list.Get(i);
    if (v.IsAbnormal()) return v;
    if (!v.Is(Kind::kString)) return c.NoOverload("join", a);
    if (i > 0 && a.size() == 2) absl::StrAppend(&out, a[1].text());
    absl::StrAppend(&out, v.text());
    if (static_cast<int64_t>(out.size()) > c.limits.result_size) {
      return c.Error("too_large", "the text would be longer than the limit");
    }
  }
  return c.Text(out);
}
Value Reverse(Context& c, Args a) {
  std::vector<absl::string_view> parts;
  for (size_t pos = 0; pos < a[0].text().size();) {
    const size_t start = pos;
    NextCodePoint(a[0].text(), &pos);
    parts.push_back(a[0].text().substr(start, pos - start));
  }
  std::reverse(parts.begin(), parts.end());
  return c.Text(absl::StrJoin(parts, ""));
}

}  // namespace

void AddStringsExtension(FunctionRegistry& r) {
  using namespace t;  // NOLINT
  r.Add("charAt", Member("string_char_at_int", {kString, kInt}, kString, CharAt,
                         "第几个字", "the character at a place"));
  r.Add("indexOf",
        Member("string_index_of_string", {kString, kString}, kInt, IndexOf,
               "首次出现位置", "where the text first stands, or -1"));
  r.Add("indexOf", Member("string_index_of_string_int",
                          {kString, kString, kInt}, kInt, IndexOf));
  r.Add("lastIndexOf", Member("string_last_index_of_string", {kString, kString},
                              kInt, LastIndexOf, "末次出现位置",
                              "where the text last stands, or -1"));
  r.Add("lastIndexOf", Member("string_last_index_of_string_int",
                              {kString, kString, kInt}, kInt, LastIndexOf));
  r.Add("lowerAscii", Member("string_lower_ascii", {kString}, kString,
                             LowerAscii, "小写", "A-Z made small"));
  r.Add("upperAscii", Member("string_upper_ascii", {kString}, kString,
                             UpperAscii, "大写", "a-z made capital"));
  r.Add("replace",
        Member("string_replace_string_string", {kString, kString, kString},
               kString, Replace, "替换", "with one text in place of another"));
  r.Add("replace", Member("string_replace_string_string_int",
                          {kString, kString, kString, kInt}, kString, Replace));
  r.Add("split",
        Member("string_split_string", {kString, kString}, List(kString), Split,
               "分割", "the parts between separators"));
  r.Add("split", Member("string_split_string_int", {kString, kString, kInt},
                        List(kString), Split));
  r.Add("substring", Member("string_substring_int", {kString, kInt}, kString,
                            Substring, "子串", "from one place to another"));
  r.Add("substring", Member("string_substring_int_int", {kString, kInt, kInt},
                            kString, Substring));
  r.Add("trim", Member("string_trim", {kString}, kString, Trim, "去首尾空白",
                       "without blanks around it"));
  r.Add("join", Member("list_join", {List(kString)}, kString, Join, "连接",
                       "the texts one after another"));
  r.Add("join",
        Member("list_join_string", {List(kString), kString}, kString, Join));
  r.Add("reverse", Member("string_reverse", {kString}, kString, Reverse, "倒序",
                          "back to front"));
}

}  // namespace zhiheng::cel
