// From a printed citation to the provision it names on a day.
//
// Pure over a ReadView; thread-safe. INVALID_ARGUMENT when the text cannot be
// read as a citation; whatever else can go wrong with a citation is an outcome.
#ifndef SERVICES_CATALOG_ENGINE_RESOLVER_H_
#define SERVICES_CATALOG_ENGINE_RESOLVER_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/catalog/citation/citation.h"
#include "services/catalog/engine/correspondence.h"
#include "services/catalog/engine/read_view.h"
#include "zhiheng/catalog/v1/catalog_service.pb.h"

namespace zhiheng::catalog {

// Names offered when an instrument is unknown or ambiguous.
inline constexpr int kMaxCandidateNames = 5;

// `correspondences` may be null: then no successor of a provision is named.
absl::StatusOr<zhiheng::catalog::v1::ResolveCitationResponse> Resolve(
    const ReadView& view, absl::string_view text,
    const CorrespondenceTable* correspondences);

// As above, for what was read from a text already, and without looking for
// similar names, which takes milliseconds.
absl::StatusOr<zhiheng::catalog::v1::ResolveCitationResponse> ResolveParsed(
    const ReadView& view, const ParsedCitation& parsed,
    const CorrespondenceTable* correspondences);

}  // namespace zhiheng::catalog

#endif  // SERVICES_CATALOG_ENGINE_RESOLVER_H_
