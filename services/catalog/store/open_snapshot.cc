// Tested by the store contract.
#include "services/catalog/store/open_snapshot.h"

#include <limits>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/catalog/model/records.h"
#include "services/common/base/status_macros.h"

namespace zhiheng::catalog {
namespace {

constexpr int64_t kAny = std::numeric_limits<int64_t>::max();

absl::StatusOr<Snapshot> OfToken(const std::string& token,
                                 const FindCommit& find) {
  ASSIGN_OR_RETURN(const SnapshotToken wanted, ParseSnapshotToken(token));
  Snapshot found{0, Sha256Hex("")};
  if (wanted.commit != 0) {
    ASSIGN_OR_RETURN(std::optional<Snapshot> at, find(wanted.commit, kAny));
    found = std::move(at).value_or(Snapshot());
  }
  if (found.commit != wanted.commit ||
      !absl::StartsWith(found.digest, wanted.digest_prefix)) {
    return absl::FailedPreconditionError(
        absl::StrCat("snapshot ", token,
                     " is not in this catalog's history; read without it, or "
                     "from the catalog that gave it"));
  }
  return found;
}

}  // namespace

absl::StatusOr<Snapshot> OpenSnapshot(const SnapshotQuery& query,
                                      const FindCommit& find) {
  if (!query.exactly.empty()) {
    if (query.known_at.has_value() || !query.at_least.empty()) {
      return absl::InvalidArgumentError(
          "`exactly` already says which snapshot; leave out `known_at` and "
          "`at_least`");
    }
    return OfToken(query.exactly, find);
  }
  if (!query.at_least.empty()) {
    RETURN_IF_ERROR(OfToken(query.at_least, find).status());
  }
  const int64_t micros =
      query.known_at.has_value() ? absl::ToUnixMicros(*query.known_at) : kAny;
  ASSIGN_OR_RETURN(std::optional<Snapshot> found, find(kAny, micros));
  return std::move(found).value_or(Snapshot{0, Sha256Hex("")});
}

}  // namespace zhiheng::catalog
