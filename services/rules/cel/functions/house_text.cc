// Text of labels: full-width forms made plain, lists of terms, captures.
#include <re2/re2.h>
#include <unicode/normalizer2.h>
#include <unicode/unistr.h>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/rules/cel/functions/families.h"
#include "services/rules/cel/functions/regex.h"

namespace zhiheng::cel {
namespace {

// NFKC: full-width letters, digits and signs become half-width ones.
Value Normalize(Context& c, Args a) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* nfkc = icu::Normalizer2::getNFKCInstance(status);
  if (U_FAILURE(status)) return c.Error("internal", "no normalisation data");
  const absl::string_view in = a[0].text();
  std::string out;
  icu::StringByteSink<std::string> sink(&out);
  nfkc->normalizeUTF8(
      0, icu::StringPiece(in.data(), static_cast<int32_t>(in.size())), sink,
      nullptr, status);
  if (U_FAILURE(status))
    return c.Error("internal", "the text cannot be normalised");
  return c.Text(out);
}

// The first term of the list that the text holds; an abnormal value when an
// element is one and no term before it was found.
Value FirstTerm(const ListValue& terms, absl::string_view text, bool* found) {
  for (int i = 0; i < terms.size(); ++i) {
    const Value term = terms.Get(i);
    if (term.IsAbnormal()) return term;
    if (term.Is(Kind::kString) && absl::StrContains(text, term.text())) {
      *found = true;
      return term;
    }
  }
  *found = false;
  return Value::String("");
}
Value ContainsAny(Context&, Args a) {
  bool found = false;
  const Value term = FirstTerm(a[1].list(), a[0].text(), &found);
  return term.IsAbnormal() ? term : Value::Bool(found);
}
Value FirstOf(Context&, Args a) {
  bool found = false;
  return FirstTerm(a[1].list(), a[0].text(), &found);
}
Value AllOf(Context& c, Args a) {
  std::vector<Value> found;
  const ListValue& terms = a[1].list();
  for (int i = 0; i < terms.size(); ++i) {
    const Value term = terms.Get(i);
    if (term.IsAbnormal()) return term;
    if (term.Is(Kind::kString) && absl::StrContains(a[0].text(), term.text())) {
      found.push_back(term);
    }
  }
  return c.List(found);
}

// The groups of the first match; the whole match when the pattern has no group.
Value Captures(Context& c, Args a) {
  const auto regex = CompileRegex(a[1].text(), c.limits.regex_bytes);
  if (!regex->ok()) return RegexError(c, *regex);
  const int groups = regex->NumberOfCapturingGroups();
  std::vector<re2::StringPiece> parts(static_cast<size_t>(groups) + 1);
  const re2::StringPiece text(a[0].text().data(), a[0].text().size());
  std::vector<Value> out;
  if (regex->Match(text, 0, text.size(), re2::RE2::UNANCHORED, parts.data(),
                   groups + 1)) {
    for (size_t i = groups == 0 ? 0 : 1; i < parts.size(); ++i) {
      out.push_back(Value::String({parts[i].data(), parts[i].size()}));
    }
  }
  return c.List(out);
}

// Adds up the bytes of the texts in a value, nearly all that its display can
// hold, and keeps what in it is an error or unknown. Recurses as deep as values
// nest.
void Survey(Context& c, const Value& v, int64_t* bytes, Value* abnormal) {
  if (v.IsAbnormal()) {
    const Value both[] = {*abnormal, v};
    *abnormal = c.FirstAbnormal(both);
  } else if (v.Is(Kind::kString)) {
    *bytes += static_cast<int64_t>(v.text().size());
  } else if (v.Is(Kind::kList)) {
    for (int i = 0; i < v.list().size(); ++i)
      Survey(c, v.list().Get(i), bytes, abnormal);
  } else if (v.Is(Kind::kMap)) {
    for (int i = 0; i < v.map().size(); ++i)
      Survey(c, v.map().ValueAt(i), bytes, abnormal);
  }
}

Value Display(Context& c, Args a) {
  int64_t bytes = 0;
  Value abnormal;
  Survey(c, a[0], &bytes, &abnormal);
  if (abnormal.IsAbnormal()) return abnormal;
  if (bytes > c.limits.result_size) {
    return c.Error("too_large", "the text would be longer than the limit");
  }
  return c.Text(DisplayString(a[0]));
}

}  // namespace

void AddLabelText(FunctionRegistry& r) {
  using namespace t;  // NOLINT
  r.Add("normalize",
        Member("string_normalize", {kString}, kString, Normalize,
               "全角转半角等规范化", "full-width forms made plain (NFKC)"));
  r.Add("containsAny",
        Member("string_contains_any", {kString, List(kString)}, kBool,
               ContainsAny, "包含任一词语", "holds at least one of the terms"));
  r.Add("firstOf", Member("string_first_of", {kString, List(kString)}, kString,
                          FirstOf, "首个命中词语",
                          "the first term of the list that it holds, or ''"));
  r.Add("allOf",
        Member("string_all_of", {kString, List(kString)}, List(kString), AllOf,
               "全部命中词语", "the terms of the list that it holds"));
  r.Add("captures",
        Member("string_captures", {kString, kString}, List(kString), Captures,
               "正则捕获", "the groups of the first match of the pattern"));
  r.Add("text", Plain("text_any", {A()}, kString, Display, "显示文本",
                      "as a person reads it"));
}

}  // namespace zhiheng::cel
