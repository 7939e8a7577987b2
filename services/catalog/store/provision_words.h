// What search knows a provision by: its words, as keys of the search index, and
// the query over them. The same for every store.
//
// Pure functions; thread-safe; never fail.
#ifndef SERVICES_CATALOG_STORE_PROVISION_WORDS_H_
#define SERVICES_CATALOG_STORE_PROVISION_WORDS_H_

#include <set>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/catalog/model/records.h"
#include "services/catalog/search/tokenizer.h"
#include "services/catalog/store/catalog_store.h"
#include "services/catalog/store/postings/posting_index.h"

namespace zhiheng::catalog {

// Titles and number that all provisions of an edition are found by.
std::string TitlesText(const Instrument& instrument, const Edition& edition);
// 第五十七条第（二）项 and its English form; empty for a whole edition.
std::string AddressText(absl::string_view provision_id);

// Appends the keys of Tokenize(text), each marked with `mark`.
void AppendKeys(absl::string_view text, PostingKey mark,
                std::vector<PostingKey>* keys);

// Keys that all provisions of an edition share: titles, number, instrument and
// kind.
std::vector<PostingKey> KeysOf(const Edition& edition,
                               const Instrument& instrument);
// The provision's own. Keys of citation and heading are strong.
std::vector<PostingKey> KeysOf(const Provision& provision);

// TitleKeys of the names and numbers that FindInstruments() knows it by.
std::set<std::string> NameKeys(const Instrument& instrument);

// True when a change from one to the other changes what KeysOf() gives.
bool SameWords(const Instrument& a, const Instrument& b);
bool SameWords(const Edition& a, const Edition& b);

PostingQuery ToPostingQuery(const SearchQuery& query,
                            const SearchFilter& filter);

// Rows looked at for `limit` candidates: some are not in force on the day.
int MaxRowsFor(int limit);

}  // namespace zhiheng::catalog

#endif  // SERVICES_CATALOG_STORE_PROVISION_WORDS_H_
