// What the crash tests write, and what must be there afterwards. Test only.
//
// Step i writes version i % kVersions of instrument i / kVersions, whole: every
// provision of an edition names its version, so half an edition shows.
#ifndef TESTS_CRASH_CRASH_BATCHES_H_
#define TESTS_CRASH_CRASH_BATCHES_H_

#include <string>

#include "absl/strings/str_cat.h"
#include "services/catalog/store/catalog_store.h"

namespace zhiheng::catalog::crash {

inline constexpr int kVersions = 3;

inline std::string InstrumentId(int step) {
  return absl::StrCat("crash-", step / kVersions);
}
inline int ProvisionCount(int step) { return 5 + (step / kVersions) % 60; }
inline std::string TextOf(int step) {
  return absl::StrCat("版本", step % kVersions, "仪器编号x", step / kVersions,
                      "应当依照规定处理");
}

inline Batch BatchOf(int step) {
  Batch batch;
  batch.origin = "crash";
  batch.instrument.id = InstrumentId(step);
  batch.instrument.kind = Kind::kLaw;
  batch.instrument.title = {absl::StrCat("虚构规定", step / kVersions), ""};
  EditionBatch edition;
  edition.edition.instrument = batch.instrument.id;
  edition.edition.id = "1";
  edition.edition.title = {"第一版", ""};
  for (int i = 1; i <= ProvisionCount(step); ++i) {
    Provision p;
    p.instrument = batch.instrument.id;
    p.edition = "1";
    p.id = absl::StrCat("art", i);
    p.ordinal = i;
    p.text.zh = TextOf(step);
    p.text_status = TextStatus::kSummary;
    edition.provisions.push_back(p);
  }
  batch.editions.push_back(edition);
  return batch;
}

}  // namespace zhiheng::catalog::crash

#endif  // TESTS_CRASH_CRASH_BATCHES_H_
