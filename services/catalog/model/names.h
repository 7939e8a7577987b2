// Resource names of the catalog: `instruments/{i}`, `.../editions/{e}`,
// `.../provisions/{p}`, and the grammar of the ids in them.
//
// Pure functions and value types; thread-safe. Parse functions return
// INVALID_ARGUMENT that names the value and the rule it breaks.
#ifndef SERVICES_CATALOG_MODEL_NAMES_H_
#define SERVICES_CATALOG_MODEL_NAMES_H_

#include <cstddef>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace zhiheng::catalog {

// Bytes of one id. An id is part of URLs, file names and index keys.
inline constexpr size_t kMaxIdBytes = 128;

// Ids of instruments: lower-case letters, digits, hyphens and dots, beginning
// with a letter and ending with a letter or digit, as `trademark-law`.
absl::Status CheckInstrumentId(absl::string_view id);

// Ids of editions: as of instruments, and may begin with a digit: `2019`.
absl::Status CheckEditionId(absl::string_view id);

// What names a provision. An empty provision is the whole edition; an empty
// edition is the one in force on the day asked for.
struct ProvisionKey {
  std::string instrument;
  std::string edition;
  std::string provision;

  friend bool operator==(const ProvisionKey&, const ProvisionKey&) = default;
};

std::string InstrumentName(absl::string_view instrument);
std::string EditionName(absl::string_view instrument,
                        absl::string_view edition);
// The name of the edition when `provision` is empty.
std::string ProvisionName(const ProvisionKey& key);

// `instruments/trademark-law` -> `trademark-law`.
absl::StatusOr<std::string> ParseInstrumentName(absl::string_view name);

}  // namespace zhiheng::catalog

#endif  // SERVICES_CATALOG_MODEL_NAMES_H_
