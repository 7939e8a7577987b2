// Where the next page begins, bound to the request and to the snapshot and day
// of the first page, so that a list does not shift between pages.
//
// Pure functions; thread-safe. INVALID_ARGUMENT when a token is damaged or
// belongs to another request.
#ifndef SERVICES_CATALOG_ENGINE_PAGE_TOKEN_H_
#define SERVICES_CATALOG_ENGINE_PAGE_TOKEN_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/common/exact/civil_date.h"

namespace zhiheng::catalog {

inline constexpr int kDefaultPageSize = 50;
inline constexpr int kMaxPageSize = 1000;

struct PageToken {
  std::string snapshot;  // token of the first page's snapshot
  CivilDate as_of;
  int64_t offset = 0;
  std::string after = {};  // id of the last of the page before
};

// `request`: whatever tells the request from others, page fields left out.
std::string EncodePageToken(const PageToken& token, absl::string_view request);
absl::StatusOr<PageToken> DecodePageToken(absl::string_view text,
                                          absl::string_view request);

// 0: the default. INVALID_ARGUMENT below 0; above the maximum, the maximum
// (AIP-158).
absl::StatusOr<int> PageSize(int asked);

}  // namespace zhiheng::catalog

#endif  // SERVICES_CATALOG_ENGINE_PAGE_TOKEN_H_
