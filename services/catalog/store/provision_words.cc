#include "services/catalog/store/provision_words.h"

#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/catalog/citation/citation.h"
#include "services/catalog/citation/fold.h"
#include "services/catalog/model/provision_id.h"
#include "services/catalog/search/chars.h"
#include "services/common/base/text.h"

namespace zhiheng::catalog {
namespace {

constexpr char kInstrumentTag = 'i';
constexpr char kKindTag = 'k';

// Times as many rows as candidates: of a provision's editions and corrected
// texts one is in force and believed.
constexpr int kRowsPerCandidate = 8;

// Of a token, wherever it stands.
void AppendRanges(KeyRange range, std::vector<KeyRange>* out) {
  out->push_back(range);
  out->push_back({range.first | kStrongBit, range.last | kStrongBit});
}

PostingKey KindKey(Kind kind) { return TagKey(kKindTag, KindWord(kind)); }

}  // namespace

std::string TitlesText(const Instrument& instrument, const Edition& edition) {
  return absl::StrCat(instrument.title.zh, "。", instrument.title.en, "。",
                      absl::StrJoin(instrument.short_names, "。"), "。",
                      edition.number);
}

std::string AddressText(absl::string_view provision_id) {
  const auto path = ParseProvisionId(provision_id);
  if (!path.ok()) return "";
  return absl::StrCat("。", PrintProvisionZh(*path), "。",
                      PrintProvisionEn(*path));
}

// Says what Tokenize() says, without making the tokens: an import reads
// millions of them.
void AppendKeys(absl::string_view text, PostingKey mark,
                std::vector<PostingKey>* keys) {
  char32_t before = 0;  // in an unbroken run of Chinese characters
  std::string letters;
  const auto end_run = [&] {
    if (before != 0) keys->push_back(PairKey(before, 0) | mark);
    if (!letters.empty()) keys->push_back(TokenKey(letters) | mark);
    before = 0;
    letters.clear();
  };
  for (size_t pos = 0; pos < text.size();) {
    const char32_t c = FoldForSearch(NextCodePoint(text, &pos));
    const CharClass kind = Classify(c);
    if (kind == CharClass::kHan) {
      if (before == 0) {
        end_run();
      } else {
        keys->push_back(PairKey(before, c) | mark);
      }
      before = c;
      continue;
    }
    if (before != 0 || kind == CharClass::kOther) end_run();
    if (kind == CharClass::kOther) continue;
    AppendUtf8(c, &letters);
  }
  end_run();
}

std::vector<PostingKey> KeysOf(const Edition& edition,
                               const Instrument& instrument) {
  std::vector<PostingKey> keys;
  AppendKeys(TitlesText(instrument, edition), kStrongBit, &keys);
  keys.push_back(TagKey(kInstrumentTag, instrument.id));
  keys.push_back(KindKey(instrument.kind));
  return keys;
}

std::vector<PostingKey> KeysOf(const Provision& p) {
  std::vector<PostingKey> keys;
  keys.reserve((p.text.zh.size() + p.text.en.size()) / 3 + 16);
  AppendKeys(AddressText(p.id), kStrongBit, &keys);
  AppendKeys(p.heading, kStrongBit, &keys);
  AppendKeys(p.text.zh, 0, &keys);
  AppendKeys(p.text.en, 0, &keys);
  return keys;
}

std::set<std::string> NameKeys(const Instrument& i) {
  std::set<std::string> keys;
  for (const std::string& name : {i.title.zh, i.title.en, i.number, i.id}) {
    keys.insert(TitleKey(name));
  }
  for (const std::string& name : i.short_names) keys.insert(TitleKey(name));
  keys.erase("");
  return keys;
}

bool SameWords(const Instrument& a, const Instrument& b) {
  return a.title == b.title && a.short_names == b.short_names &&
         a.kind == b.kind;
}

bool SameWords(const Edition& a, const Edition& b) {
  return a.number == b.number;
}

PostingQuery ToPostingQuery(const SearchQuery& query,
                            const SearchFilter& filter) {
  PostingQuery out;
  out.any = filter.any_token;
  for (const QueryGroup& group : query.groups) {
    for (const std::string& token : group.tokens) {
      std::vector<KeyRange> clause;
      const PostingKey key = TokenKey(token);
      AppendRanges(group.prefix ? PrefixRange(token) : KeyRange{key, key},
                   &clause);
      out.clauses.push_back(std::move(clause));
    }
  }
  if (!filter.instrument.empty()) {
    const PostingKey key = TagKey(kInstrumentTag, filter.instrument);
    out.filters.push_back({{key, key}});
  }
  if (!filter.kinds.empty()) {
    std::vector<KeyRange> clause;
    for (const Kind kind : filter.kinds) {
      clause.push_back({KindKey(kind), KindKey(kind)});
    }
    out.filters.push_back(std::move(clause));
  }
  return out;
}

int MaxRowsFor(int limit) { return limit * kRowsPerCandidate; }

}  // namespace zhiheng::catalog
