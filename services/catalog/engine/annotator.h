// Every citation of a running text, resolved on a day.
//
// Pure over a ReadView; thread-safe. INVALID_ARGUMENT when the text is too long
// or not UTF-8; whatever is wrong with a citation is part of the answer.
#ifndef SERVICES_CATALOG_ENGINE_ANNOTATOR_H_
#define SERVICES_CATALOG_ENGINE_ANNOTATOR_H_

#include <cstddef>

#include "absl/status/statusor.h"
#include "services/catalog/engine/correspondence.h"
#include "services/catalog/engine/name_index.h"
#include "services/catalog/engine/read_view.h"
#include "services/common/rpc/call_context.h"
#include "zhiheng/catalog/v1/catalog_service.pb.h"

namespace zhiheng::catalog {

// Bytes of one text: longer ones are sent in pieces.
inline constexpr size_t kMaxAnnotatedBytes = size_t{1} << 20;

absl::StatusOr<zhiheng::catalog::v1::AnnotateTextResponse> Annotate(
    const CallContext& call, const ReadView& view, const NameIndex& names,
    const CorrespondenceTable& correspondences,
    const zhiheng::catalog::v1::AnnotateTextRequest& request);

}  // namespace zhiheng::catalog

#endif  // SERVICES_CATALOG_ENGINE_ANNOTATOR_H_
