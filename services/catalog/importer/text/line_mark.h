// What a line of a Chinese legal text begins with: 第三章 总则, 第五十七条,
// （一）, 一、, 1., 1.2, 附件二, 序言.
//
// Pure functions; thread-safe; never fail: a line that begins with nothing of
// the kind has MarkKind::kNone. Numbers are Chinese or digits of any width,
// with stray spaces inside.
#ifndef SERVICES_CATALOG_IMPORTER_TEXT_LINE_MARK_H_
#define SERVICES_CATALOG_IMPORTER_TEXT_LINE_MARK_H_

#include <string>

#include "absl/strings/string_view.h"

namespace zhiheng::catalog {

enum class MarkKind {
  kNone,
  kPart,        // 第一编
  kSubPart,     // 第一分编
  kChapter,     // 第一章
  kSection,     // 第一节
  kArticle,     // 第一条, 第一条之一
  kItem,        // （一）
  kNumbered,    // 一、
  kSubItem,     // 1.  （1）
  kClause,      // 1.2
  kAnnex,       // 附件, 附录, 附表
  kPreamble,    // 序言
  kContents,    // 目录
  kSupplement,  // 附则, without a number
};

struct LineMark {
  MarkKind kind = MarkKind::kNone;
  int number = 0;
  int suffix = 0;            // 之一: 1
  std::string clause;        // 1.2
  absl::string_view rest;    // what follows, without leading spaces
  bool set_off = false;      // a space or the line's end follows the mark
  bool inner_space = false;  // 第一百二十八 条
  bool misprint = false;     // 笫 for 第
};

// `line` must outlive the mark.
LineMark ReadLineMark(absl::string_view line);

// Characters of a heading: what is longer is a sentence.
inline constexpr int kMaxHeadingChars = 60;

// True when a chapter mark is a heading and not the beginning of a sentence
// (第一章规定的…).
bool ReadsAsHeading(const LineMark& mark, absl::string_view line);

// True when an article mark that nothing sets off goes on as a sentence would
// (第三条规定的…).
bool ReadsAsReference(absl::string_view rest);

}  // namespace zhiheng::catalog

#endif  // SERVICES_CATALOG_IMPORTER_TEXT_LINE_MARK_H_
