// Numbers that share a unit, in running text: 第五十七条, 第（一）、（三）项,
// 第五至七条, 第四十九条至第五十三条, 7.3.
//
// Thread-safe; borrows the text, which must outlive it; looks a bounded
// distance ahead. Slips are collected, not refused.
#ifndef SERVICES_CATALOG_CITATION_GROUP_READER_H_
#define SERVICES_CATALOG_CITATION_GROUP_READER_H_

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/catalog/citation/scan_text.h"
#include "services/catalog/citation/slip.h"
#include "services/catalog/model/provision_id.h"

namespace zhiheng::catalog {

// Numbers that may share one unit (第一、二、三项).
inline constexpr size_t kMaxSharedNumbers = 32;

enum class StepStyle {
  kLaw,         // 第…条 begins
  kAfterTitle,  // as after a name: 商标法57条 begins, too
  kStandard,    // as after the number of a standard: 7.3, 附录A
};

struct ReadNumber {
  std::string text;  // digits; dotted for clauses; empty when unreadable
  std::string until;
  size_t begin = 0;
  size_t end = 0;
};

struct NumberGroup {
  Unit unit = Unit::kArticle;
  std::vector<ReadNumber> numbers;
  size_t end = 0;
  Slips slips;
};

// Characters that a list of citations is put together with; 0 when none is at
// `at`, else how many belong to it.
size_t SeparatorAt(const ScanText& text, size_t at);

class GroupReader {
 public:
  GroupReader(const ScanText& text, StepStyle style)
      : text_(text), style_(style) {}

  // `first`: nothing was read before it, so that a bracketed number alone is
  // an enumerator, not an item.
  std::optional<NumberGroup> Read(size_t at, bool first, bool plain);

 private:
  void AddSlip(SlipKind kind, size_t begin, size_t end, Slips* slips) const;

  bool TakeOrdinal(size_t* pos, Slips* slips) const;

  bool TakeNumber(size_t* pos, bool ordinal, ReadNumber* number, Slips* slips);

  void TakeChinese(size_t* pos, bool dash_is_one, std::string* chars,
                   Slips* slips) const;

  // Digits of the number; empty, with a slip, when it is none.
  std::string Value(const std::string& chars, size_t from, size_t end,
                    Slips* slips) const;

  // 〇 and ○ are as good as 零.
  static std::string Plain(absl::string_view chars);

  // 第五条第款.
  bool MissingNumber(size_t at, size_t pos, NumberGroup* group) const;

  // 第七十二第一款: 条 is left out.
  bool MissingUnit(size_t pos, NumberGroup* group) const;

  bool TakeUnit(size_t* pos, NumberGroup* group) const;

  // 第一百二十条之一.
  void TakeSubNumber(size_t* pos, std::string* number) const;

  void TakeDoubledUnit(size_t* pos, NumberGroup* group) const;

  // 、（三）项: another number before the unit that they share.
  bool NextNumberFollows(size_t pos) const;

  bool NumberBegins(size_t pos) const;

  // 第五至七条: the unit comes after both.
  void TakeUntil(size_t* pos, ReadNumber* number, Slips* slips);

  // 第四十九条至第五十三条.
  void TakeRange(NumberGroup* group);

  const ScanText& text_;
  const StepStyle style_;
};

}  // namespace zhiheng::catalog

#endif  // SERVICES_CATALOG_CITATION_GROUP_READER_H_
