// Counts the article headings in a file of a real collection in the simplest
// way there is: a regular expression over its lines. It shares nothing with
// the importer but the unpacking of Word files, so that the two can disagree.
#ifndef TESTS_CORPORA_HEADING_COUNTER_H_
#define TESTS_CORPORA_HEADING_COUNTER_H_

#include <string>
#include <vector>

namespace zhiheng::corpora {

// Lines that begin with 第…条 as a label does: a space, the end or ** behind.
// Before <!-- INFO END --> nothing counts.
int CountArticleHeadings(const std::string& name, const std::string& content);

// Codes under which the importer must report the file, as a search for the
// characters themselves tells: zero-width, misprint, space-in-number.
std::vector<std::string> ExpectedCodes(const std::string& content);

}  // namespace zhiheng::corpora

#endif  // TESTS_CORPORA_HEADING_COUNTER_H_
