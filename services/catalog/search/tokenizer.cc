#include "services/catalog/search/tokenizer.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/catalog/search/chars.h"
#include "services/common/base/text.h"

namespace zhiheng::catalog {
namespace {

struct Run {
  CharClass kind = CharClass::kOther;
  std::vector<std::string> chars;  // one character each
};

// Splits `text` into unbroken runs of Chinese characters and of word letters.
std::vector<Run> Runs(absl::string_view text) {
  std::vector<Run> runs;
  bool broken = true;
  for (size_t pos = 0; pos < text.size();) {
    const char32_t c = FoldForSearch(NextCodePoint(text, &pos));
    const CharClass kind = Classify(c);
    if (kind == CharClass::kOther) {
      broken = true;
      continue;
    }
    if (broken || runs.back().kind != kind) runs.push_back({kind, {}});
    broken = false;
    std::string one;
    AppendUtf8(c, &one);
    runs.back().chars.push_back(std::move(one));
  }
  return runs;
}

std::string Join(const std::vector<std::string>& chars) {
  std::string out;
  for (const std::string& c : chars) out += c;
  return out;
}

void AppendPairs(const Run& run, std::vector<std::string>* out) {
  for (size_t i = 0; i + 1 < run.chars.size(); ++i) {
    out->push_back(run.chars[i] + run.chars[i + 1]);
  }
}

}  // namespace

std::vector<std::string> Tokenize(absl::string_view text) {
  std::vector<std::string> tokens;
  for (const Run& run : Runs(text)) {
    if (run.kind == CharClass::kWord) {
      tokens.push_back(Join(run.chars));
      continue;
    }
    AppendPairs(run, &tokens);
    tokens.push_back(run.chars.back());
  }
  return tokens;
}

absl::StatusOr<SearchQuery> ParseSearchQuery(absl::string_view text) {
  if (!IsValidUtf8(text)) {
    return absl::InvalidArgumentError("the query is not UTF-8");
  }
  if (const size_t length = Utf8Length(text); length > kMaxQueryChars) {
    return absl::InvalidArgumentError(
        absl::StrCat("the query has ", length, " characters; at most ",
                     kMaxQueryChars, " are allowed"));
  }
  SearchQuery query;
  for (const Run& run : Runs(text)) {
    QueryGroup group;
    group.text = Join(run.chars);
    if (run.kind == CharClass::kWord) {
      group.tokens = {group.text};
    } else if (run.chars.size() == 1) {
      group.tokens = run.chars;
      group.prefix = true;
    } else {
      AppendPairs(run, &group.tokens);
    }
    query.groups.push_back(std::move(group));
  }
  if (query.groups.empty()) {
    return absl::InvalidArgumentError(
        "the query has no word to look for; say a word of one character or "
        "more, as 商标 or fertilizer");
  }
  if (query.groups.size() > kMaxQueryGroups) {
    return absl::InvalidArgumentError(
        absl::StrCat("the query has ", query.groups.size(), " words; at most ",
                     kMaxQueryGroups, " are allowed"));
  }
  return query;
}

}  // namespace zhiheng::catalog
