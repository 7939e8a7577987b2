// Citations as people write them, to their parts and back:
// 《商标法》(2019)第五十七条第（一）项, 商标法57条2项, GB18382—2021 第7.3条,
// 法释〔2004〕19号第一条.
//
// Parsing knows spelling only; which instrument a title means is the engine's
// question. Pure functions; thread-safe. INVALID_ARGUMENT says from where on
// the text was not understood.
#ifndef SERVICES_CATALOG_CITATION_CITATION_H_
#define SERVICES_CATALOG_CITATION_CITATION_H_

#include <cstddef>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/catalog/model/provision_id.h"
#include "services/catalog/model/records.h"

namespace zhiheng::catalog {

// Characters of one printed citation.
inline constexpr size_t kMaxCitationChars = 500;

struct ParsedCitation {
  // One of the three names the instrument.
  std::string title;            // 商标法, folded
  std::string standard_number;  // GB 18382
  std::string document_number;  // 法释〔2004〕19号

  std::string year;  // of the edition: 2019; empty when not said
  ProvisionPath path;
};

absl::StatusOr<ParsedCitation> ParseCitation(absl::string_view text);

// 第七章 and 第七条 of a standard are its clause 7. For whoever learns only
// later that a title means a standard.
void ReadAsClauses(ProvisionPath* path);

// 《商标法》(2019)第五十七条第（一）项; GB 18382-2021 第7.3条.
std::string PrintCitation(const Instrument& instrument, const Edition& edition,
                          const ProvisionPath& path);

}  // namespace zhiheng::catalog

#endif  // SERVICES_CATALOG_CITATION_CITATION_H_
