// The header of a Chinese legal text: when it was adopted, promulgated,
// amended (修正: articles changed, the old commencement stays written in the
// last article) or revised (修订: a new text with a new commencement), and
// from when it is in force.
//
// Pure functions; thread-safe; never fail: what is not said stays unset.
#ifndef SERVICES_CATALOG_IMPORTER_TEXT_LEGAL_EVENTS_H_
#define SERVICES_CATALOG_IMPORTER_TEXT_LEGAL_EVENTS_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/common/exact/civil_date.h"

namespace zhiheng::catalog {

enum class EventKind {
  kOther,
  kAdopted,      // 通过, 批准
  kPromulgated,  // 公布, 发布
  kAmended,      // 修正, 修改
  kRevised,      // 修订
  kCommenced,    // 施行, 实施, 生效
};

struct LegalEvent {
  CivilDate date;
  EventKind kind = EventKind::kOther;
};

// Every dated event of a header line, in the order of the text. A line with
// several dates and one verb at its end is one list of that verb.
std::vector<LegalEvent> ReadEvents(absl::string_view line);

// The first date of the text: 2020年10月29日, 二〇二〇年十月二十九日,
// 2020-10-29.
std::optional<CivilDate> FirstDate(absl::string_view text);

// 国家市场监督管理总局令第32号, 法释〔2025〕5号, 主席令第七十号: the first
// document number of the text; empty when there is none.
std::string DocumentNumber(absl::string_view text);

// How the day in force is known.
enum class InForceBasis {
  kUnknown,
  kStated,   // the source's own data, or the header
  kText,     // the last article of an adopted or revised text
  kAssumed,  // not recorded: the day of publication, the first it can be
};
absl::string_view InForceWords(InForceBasis basis);

struct LegalDates {
  std::optional<CivilDate> published;  // of this edition: its last event
  std::optional<CivilDate> effective;
  InForceBasis basis = InForceBasis::kUnknown;
  bool amended = false;  // the last event is 修正
};

// `closing`: the texts of the last articles. Explicit dates win over the text.
LegalDates WorkOutDates(const std::vector<LegalEvent>& events,
                        const std::vector<std::string>& closing,
                        std::optional<CivilDate> stated_published,
                        std::optional<CivilDate> stated_effective);

}  // namespace zhiheng::catalog

#endif  // SERVICES_CATALOG_IMPORTER_TEXT_LEGAL_EVENTS_H_
