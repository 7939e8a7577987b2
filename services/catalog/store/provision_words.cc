#include "services/catalog/store/provision_words.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/catalog/citation/citation.h"
#include "services/catalog/model/provision_id.h"

namespace zhiheng::catalog {
namespace {

constexpr char kInstrumentTag = 'i';
constexpr char kKindTag = 'k';

// Times as many rows as candidates: of a provision's editions and corrected
// texts one is in force and believed.
constexpr int kRowsPerCandidate = 8;

void AppendKeys(absl::string_view text, PostingKey mark,
                std::vector<PostingKey>* out) {
  for (const std::string& token : Tokenize(text)) {
    out->push_back(TokenKey(token) | mark);
  }
}

// Of a token, wherever it stands.
void AppendRanges(KeyRange range, std::vector<KeyRange>* out) {
  out->push_back(range);
  out->push_back({range.first | kStrongBit, range.last | kStrongBit});
}

PostingKey KindKey(Kind kind) { return TagKey(kKindTag, KindWord(kind)); }

}  // namespace

std::string CitationText(const Instrument& instrument, const Edition& edition,
                         absl::string_view provision_id) {
  std::string out = absl::StrCat(
      instrument.title.zh, "。", instrument.title.en, "。",
      absl::StrJoin(instrument.short_names, "。"), "。", edition.number);
  if (const auto path = ParseProvisionId(provision_id); path.ok()) {
    absl::StrAppend(&out, "。", PrintProvisionZh(*path), "。",
                    PrintProvisionEn(*path));
  }
  return out;
}

std::vector<PostingKey> KeysOf(const Provision& p, const Edition& edition,
                               const Instrument& instrument) {
  std::vector<PostingKey> keys;
  AppendKeys(CitationText(instrument, edition, p.id), kStrongBit, &keys);
  AppendKeys(p.heading, kStrongBit, &keys);
  AppendKeys(p.text.zh, 0, &keys);
  AppendKeys(p.text.en, 0, &keys);
  keys.push_back(TagKey(kInstrumentTag, instrument.id));
  keys.push_back(KindKey(instrument.kind));
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
