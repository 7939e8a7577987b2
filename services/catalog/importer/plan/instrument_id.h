// Ids for instruments that have none yet: the title in pinyin
// (长江保护法 -> chang-jiang-bao-hu-fa), the number of a standard
// (GB/T 42062 -> gb-t-42062).
//
// For one thread: it keeps the table of pinyin, which takes milliseconds to
// load, and the characters read so far. Always a valid id: what cannot be
// written so is a digest.
#ifndef SERVICES_CATALOG_IMPORTER_PLAN_INSTRUMENT_ID_H_
#define SERVICES_CATALOG_IMPORTER_PLAN_INSTRUMENT_ID_H_

#include <memory>
#include <string>

#include "absl/strings/string_view.h"

namespace zhiheng::catalog {

class InstrumentIds {
 public:
  InstrumentIds();
  ~InstrumentIds();

  std::string OfTitle(absl::string_view short_title);
  static std::string OfStandard(absl::string_view number);

 private:
  struct Pinyin;
  const std::unique_ptr<Pinyin> pinyin_;
};

// `id` with six hex digits of the title's digest, for homophones.
std::string WithDigest(absl::string_view id, absl::string_view title);

}  // namespace zhiheng::catalog

#endif  // SERVICES_CATALOG_IMPORTER_PLAN_INSTRUMENT_ID_H_
