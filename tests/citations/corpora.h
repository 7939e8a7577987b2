// Where the corpora are, and their texts. For tests; missing files are empty
// answers, and the test skips.
#ifndef TESTS_CITATIONS_CORPORA_H_
#define TESTS_CITATIONS_CORPORA_H_

#include <map>
#include <set>
#include <string>

namespace zhiheng::citations {

// $ZHIHENG_CORPORA, else shared/corpora beside the checkout; empty when neither
// is there.
std::string CorporaFolder();

std::string ReadFile(const std::string& path);

// Penalty decisions by id.
std::map<std::string, std::string> Decisions(const std::string& corpora);

// Titles of the laws in the Markdown collections, as TitleKeys, with and
// without 中华人民共和国.
std::set<std::string> LawTitles(const std::string& corpora);

}  // namespace zhiheng::citations

#endif  // TESTS_CITATIONS_CORPORA_H_
