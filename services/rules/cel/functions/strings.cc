// size contains startsWith endsWith matches.
#include <re2/re2.h>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/common/base/text.h"
#include "services/rules/cel/functions/families.h"
#include "services/rules/cel/functions/regex.h"

namespace zhiheng::cel {
namespace {

Value SizeOfText(Context&, Args a) {
  int64_t n = 0;
  for (const char ch : a[0].text()) n += (ch & 0xC0) != 0x80;
  return Value::Int(n);
}
Value SizeOfBytes(Context&, Args a) {
  return Value::Int(static_cast<int64_t>(a[0].text().size()));
}
Value SizeOfList(Context&, Args a) { return Value::Int(a[0].list().size()); }
Value SizeOfMap(Context&, Args a) { return Value::Int(a[0].map().size()); }
Value Contains(Context&, Args a) {
  return Value::Bool(absl::StrContains(a[0].text(), a[1].text()));
}
Value StartsWith(Context&, Args a) {
  return Value::Bool(absl::StartsWith(a[0].text(), a[1].text()));
}
Value EndsWith(Context&, Args a) {
  return Value::Bool(absl::EndsWith(a[0].text(), a[1].text()));
}
Value Matches(Context& c, Args a) {
  const auto regex = CompileRegex(a[1].text(), c.limits.regex_bytes);
  if (!regex->ok()) return RegexError(c, *regex);
  return Value::Bool(RegexSearch(*regex, a[0].text()));
}

}  // namespace

void AddStrings(FunctionRegistry& r) {
  using namespace t;  // NOLINT
  const Type map = Type::Map(A(), B());
  for (const bool member : {false, true}) {
    const std::string of = member ? "_size" : "size_";
    const auto add = [&](const char* kind, Type param, FunctionImpl impl) {
      r.Add("size", {member ? absl::StrCat(kind, of) : absl::StrCat(of, kind),
                     member,
                     {std::move(param)},
                     kInt,
                     impl,
                     true,
                     "长度或元素个数",
                     "number of characters or elements"});
    };
    add("string", kString, SizeOfText);
    add("bytes", kBytes, SizeOfBytes);
    add("list", List(A()), SizeOfList);
    add("map", map, SizeOfMap);
    r.Add("matches", {member ? "matches_string" : "matches",
                      member,
                      {kString, kString},
                      kBool,
                      Matches,
                      true,
                      "正则匹配",
                      "a part of the text matches the RE2 pattern"});
  }
  r.Add("contains", Member("contains_string", {kString, kString}, kBool,
                           Contains, "包含", "holds the other text"));
  r.Add("startsWith",
        Member("starts_with_string", {kString, kString}, kBool, StartsWith,
               "以…开头", "starts with the other text"));
  r.Add("endsWith", Member("ends_with_string", {kString, kString}, kBool,
                           EndsWith, "以…结尾", "ends with the other text"));
}

}  // namespace zhiheng::cel
