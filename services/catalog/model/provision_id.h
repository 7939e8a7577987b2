// The address of a provision inside an edition: dotted segments, outermost
// first, as `art60.para2`, `art27.para1.item2.sub3`, `art120-1`, `cl7.3`,
// `annexA.cl2`, and its Chinese print: 第六十条第二款, 第7.3条, 附录A第2章.
//
// Value type; thread-safe. ParseProvisionId returns INVALID_ARGUMENT that says
// what is wrong with which segment.
#ifndef SERVICES_CATALOG_MODEL_PROVISION_ID_H_
#define SERVICES_CATALOG_MODEL_PROVISION_ID_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace zhiheng::catalog {

// The kinds of pieces, outermost first. Segments stand in this order.
enum class Unit {
  kPreamble,   // 序言  pre1
  kPart,       // 编  part1
  kSubPart,    // 分编  subpart1
  kChapter,    // 章  ch3
  kSection,    // 节  sec2
  kAnnex,      // 附录, 附件  annexA, annex1
  kArticle,    // 条  art57, art120-1 (第一百二十条之一)
  kParagraph,  // 款  para2
  kItem,       // 项  item1, item1-1
  kSubItem,    // 目  sub3
  kClause,     // 章/条 of a standard  cl7, cl7.3
  kTable,      // 表  tbl1
};

// One step of the address: `number` is digits with -k for 之k; dotted digits
// for clauses; letters or digits for annexes.
struct Segment {
  Unit unit = Unit::kArticle;
  std::string number;

  friend bool operator==(const Segment&, const Segment&) = default;
};

using ProvisionPath = std::vector<Segment>;

// Segments of one address. Real ones have at most five.
inline constexpr size_t kMaxSegments = 8;

// An empty text is the empty path: the whole edition.
absl::StatusOr<ProvisionPath> ParseProvisionId(absl::string_view text);

std::string FormatProvisionId(const ProvisionPath& path);

// 第六十条第二款. Numbers beyond 99,999 are printed in digits.
std::string PrintProvisionZh(const ProvisionPath& path);

// Article 60, paragraph 2.
std::string PrintProvisionEn(const ProvisionPath& path);

}  // namespace zhiheng::catalog

#endif  // SERVICES_CATALOG_MODEL_PROVISION_ID_H_
