// The invented laws that the import crash tests import, and what must be there
// afterwards. Test only.
//
// Every article of a version names the version, so half an edition shows.
#ifndef TESTS_CRASH_CRASH_LAWS_H_
#define TESTS_CRASH_CRASH_LAWS_H_

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace zhiheng::catalog::crash {

inline constexpr int kLaws = 120;
inline constexpr int kArticles = 8;

// Sorted as the importer takes them.
inline std::string LawTitle(int law) {
  return absl::StrFormat("虚构%04d法", law);
}
inline std::string LawFile(int law) { return absl::StrFormat("%04d.md", law); }
inline std::string ArticleText(int law, int version) {
  return absl::StrCat("本法第", law, "号第", version, "稿应当依照规定处理。");
}

inline std::string LawText(int law, int version) {
  static constexpr const char* kNumbers[] = {"一", "二", "三", "四",
                                             "五", "六", "七", "八"};
  static_assert(std::size(kNumbers) == kArticles);
  std::string out = absl::StrCat("# ", LawTitle(law),
                                 "\n\n2001年1月1日 通过\n\n"
                                 "<!-- INFO END -->\n\n");
  for (const char* number : kNumbers) {
    absl::StrAppend(&out, "第", number, "条 ", ArticleText(law, version),
                    "\n\n");
  }
  return out;
}

}  // namespace zhiheng::catalog::crash

#endif  // TESTS_CRASH_CRASH_LAWS_H_
