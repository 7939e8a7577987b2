// Which letters begin the number of a standard: in running text `ID 1234` must
// not pass for one.
//
// Pure function; thread-safe; never fails. Codes: domain tables of industry
// standards (HG chemicals, NY agriculture, YY medical devices …).
#ifndef SERVICES_CATALOG_CITATION_STANDARD_PREFIX_H_
#define SERVICES_CATALOG_CITATION_STANDARD_PREFIX_H_

#include "services/catalog/citation/standard_number.h"

namespace zhiheng::catalog {

// True when a reader of running text would take it for a standard: a prefix
// that is known, and a year where the prefix alone could be anything else.
bool IsCredibleStandard(const StandardNumber& number);

}  // namespace zhiheng::catalog

#endif  // SERVICES_CATALOG_CITATION_STANDARD_PREFIX_H_
