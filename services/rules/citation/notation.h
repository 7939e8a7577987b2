// The short notation in which packs cite provisions, turned into provision ids
// and printed form.
//
//   articles  57(1)      art57.item1          第五十七条第（一）项
//             60-2       art60.para2          第六十条第二款
//             27-1(2)    art27.para1.item2    第二十七条第一款第（二）项
//             27-1(2)(3) art27.para1.item2.sub3  … 第3目
//             120之一-2  art120-1.para2       第一百二十条之一第二款
//   clauses   7.3        cl7.3                第7.3条
//             7.3 a)     cl7.3.itema          第7.3条a）项
//             7.3(2)     cl7.3.item2          第7.3条第（2）项
//             annex A    annexA               附录A
//             annex A.2  annexA.cl2           附录A.2
//             table 1    tbl1                 表1
//
// Pure functions, thread-safe. A notation that cannot be read is
// INVALID_ARGUMENT with a sentence for its author.
#ifndef SERVICES_RULES_CITATION_NOTATION_H_
#define SERVICES_RULES_CITATION_NOTATION_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace zhiheng::rules {

enum class CitationForm { kArticles, kClauses };

struct ProvisionRef {
  std::string id;       // art57.item1; empty: the whole edition
  std::string printed;  // 第五十七条第（一）项; empty: the whole edition
};

absl::StatusOr<ProvisionRef> ParseNotation(CitationForm form,
                                           absl::string_view text);

// 1 to 9999 as 一 … 九千九百九十九.
std::string ChineseNumber(int number);

}  // namespace zhiheng::rules

#endif  // SERVICES_RULES_CITATION_NOTATION_H_
