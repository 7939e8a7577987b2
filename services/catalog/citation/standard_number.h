// Numbers of standards in their many spellings: GB18382-2021,
// GB 18382—2021, gb/t10205, DB11/T 2443—2025, NY/T 525, T/CPFIA 0001-2020,
// ISO 10218-1:2011.
//
// Pure functions; thread-safe; failure is an empty optional.
#ifndef SERVICES_CATALOG_CITATION_STANDARD_NUMBER_H_
#define SERVICES_CATALOG_CITATION_STANDARD_NUMBER_H_

#include <cstddef>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace zhiheng::catalog {

struct StandardNumber {
  std::string number;   // "GB/T 10205": prefix, one space, serial
  std::string year;     // "2009"; empty when undated
  size_t consumed = 0;  // bytes of the text that were the number

  // "GB/T 10205-2009", "ISO 10218-1:2011".
  std::string ToString() const;
};

// The number at the beginning of `folded` (see FoldCitation). A two-digit year
// is 19xx: four digits are used since 1996.
std::optional<StandardNumber> ParseStandardNumber(absl::string_view folded);

}  // namespace zhiheng::catalog

#endif  // SERVICES_CATALOG_CITATION_STANDARD_NUMBER_H_
