// From a printed citation to the provision it names on a day.
//
// Pure over a ReadView; thread-safe. INVALID_ARGUMENT when the text cannot be
// read as a citation; whatever else can go wrong with a citation is an outcome.
#ifndef SERVICES_CATALOG_ENGINE_RESOLVER_H_
#define SERVICES_CATALOG_ENGINE_RESOLVER_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/catalog/engine/read_view.h"
#include "zhiheng/catalog/v1/catalog_service.pb.h"

namespace zhiheng::catalog {

// Names offered when an instrument is unknown or ambiguous.
inline constexpr int kMaxCandidateNames = 5;

absl::StatusOr<zhiheng::catalog::v1::ResolveCitationResponse> Resolve(
    const ReadView& view, absl::string_view text);

}  // namespace zhiheng::catalog

#endif  // SERVICES_CATALOG_ENGINE_RESOLVER_H_
