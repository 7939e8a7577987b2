// Small conversions from the evaluator's values to protos.
//
// Pure functions, thread-safe.
#ifndef SERVICES_RULES_OUTCOMES_PROTO_PARTS_H_
#define SERVICES_RULES_OUTCOMES_PROTO_PARTS_H_

#include <vector>

#include "services/rules/outcomes/facts_view.h"
#include "services/rules/packs/compiled_pack.h"
#include "zhiheng/type/v1/citation.pb.h"
#include "zhiheng/type/v1/date.pb.h"
#include "zhiheng/type/v1/localized_text.pb.h"

namespace zhiheng::rules {

inline void SetTexts(const Texts& texts,
                     zhiheng::type::v1::LocalizedText* out) {
  out->set_zh(texts.zh);
  out->set_en(texts.en);
}

inline void SetDate(const PartialDate& date, zhiheng::type::v1::Date* out) {
  out->set_year(date.year);
  out->set_month(date.month);
  out->set_day(date.day);
}

inline void SetDate(CivilDate date, zhiheng::type::v1::Date* out) {
  out->set_year(date.year());
  out->set_month(date.month());
  out->set_day(date.day());
}

inline void SetCitation(const PackCitation& citation,
                        zhiheng::type::v1::Citation* out) {
  out->set_instrument(citation.instrument);
  out->set_edition(citation.edition);
  out->set_provision(citation.provision);
  out->set_display(citation.display);
}

}  // namespace zhiheng::rules

#endif  // SERVICES_RULES_OUTCOMES_PROTO_PARTS_H_
