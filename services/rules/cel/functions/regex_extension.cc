// regex.extract extractAll replace.
#include <re2/re2.h>

#include "absl/strings/str_cat.h"
#include "services/rules/cel/functions/families.h"
#include "services/rules/cel/functions/optionals.h"
#include "services/rules/cel/functions/regex.h"

namespace zhiheng::cel {
namespace {

re2::StringPiece Piece(absl::string_view text) {
  return {text.data(), text.size()};
}

// The pattern compiled, or an error in *why.
std::unique_ptr<re2::RE2> Compile(Context& c, const Value& pattern,
                                  Value* why) {
  auto regex = CompileRegex(pattern.text(), c.limits.regex_bytes);
  if (!regex->ok()) {
    *why = RegexError(c, *regex);
    return nullptr;
  }
  return regex;
}

// Every match; of a pattern with one group what the group took.
Value Matches(Context& c, Args a, bool all) {
  Value why;
  const auto regex = Compile(c, a[1], &why);
  if (regex == nullptr) return why;
  const int groups = regex->NumberOfCapturingGroups();
  if (groups > 1) {
    return c.Error("regex", absl::StrCat("the pattern ", regex->pattern(),
                                         " has more than one group"));
  }
  const re2::StringPiece text = Piece(a[0].text());
  std::vector<Value> out;
  for (size_t pos = 0; pos <= text.size();) {
    re2::StringPiece found[2];
    if (!regex->Match(text, pos, text.size(), re2::RE2::UNANCHORED, found, 2)) {
      break;
    }
    const re2::StringPiece& taken = groups == 1 ? found[1] : found[0];
    if (groups == 0 || taken.data() != nullptr) {
      out.push_back(c.Text({taken.data(), taken.size()}));
    }
    if (!all) break;
    if (--c.steps < 0) return c.Error("step_limit", "too many steps");
    const size_t end =
        static_cast<size_t>(found[0].data() - text.data()) + found[0].size();
    pos = found[0].empty() ? end + 1 : end;
  }
  if (all) return c.List(out);
  return out.empty() ? None() : Some(c, out[0]);
}
Value Extract(Context& c, Args a) { return Matches(c, a, false); }
Value ExtractAll(Context& c, Args a) { return Matches(c, a, true); }

// \1 … \9 stand for the groups; a negative count replaces all.
Value Replace(Context& c, Args a) {
  Value why;
  const auto regex = Compile(c, a[1], &why);
  if (regex == nullptr) return why;
  std::string rewrite_error;
  if (!regex->CheckRewriteString(Piece(a[2].text()), &rewrite_error)) {
    return c.Error("regex", rewrite_error);
  }
  int64_t left = a.size() == 4 ? a[3].int_value() : -1;
  const re2::StringPiece text = Piece(a[0].text());
  std::string out;
  size_t pos = 0;
  while (left != 0 && pos <= text.size()) {
    re2::StringPiece found[10];
    const int groups = std::min(regex->NumberOfCapturingGroups(), 9) + 1;
    if (!regex->Match(text, pos, text.size(), re2::RE2::UNANCHORED, found,
                      groups)) {
      break;
    }
    const auto start = static_cast<size_t>(found[0].data() - text.data());
    out.append(text.data() + pos, start - pos);
    regex->Rewrite(&out, Piece(a[2].text()), found, groups);
    pos = start + found[0].size();
    if (found[0].empty()) {
      if (pos < text.size()) out += text[pos];
      ++pos;
    }
    if (left > 0) --left;
    if (static_cast<int64_t>(out.size()) > c.limits.result_size) {
      return c.Error("too_large", "the text would be longer than the limit");
    }
  }
  if (pos < text.size()) out.append(text.data() + pos, text.size() - pos);
  return c.Text(out);
}

}  // namespace

void AddRegexExtension(FunctionRegistry& r) {
  using namespace t;  // NOLINT
  r.Add("regex.extract",
        Plain("regex_extract_string_string", {kString, kString},
              Type::Optional(kString), Extract, "正则提取",
              "the first match, or what its group took"));
  r.Add(
      "regex.extractAll",
      Plain("regex_extractAll_string_string", {kString, kString}, List(kString),
            ExtractAll, "正则全部提取", "every match, or what its group took"));
  r.Add("regex.replace",
        Plain("regex_replace_string_string_string", {kString, kString, kString},
              kString, Replace, "正则替换", "with matches replaced"));
  r.Add("regex.replace",
        Plain("regex_replace_string_string_string_int",
              {kString, kString, kString, kInt}, kString, Replace, "正则替换",
              "the first so many matches"));
}

}  // namespace zhiheng::cel
