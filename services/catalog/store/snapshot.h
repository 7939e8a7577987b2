// A snapshot: everything that was recorded up to one commit.
//
// Value types; thread-safe. A token is the commit's number and a digest of the
// whole history up to it, so it names contents: two stores with the same
// history read each other's tokens, and one with another history refuses them.
#ifndef SERVICES_CATALOG_STORE_SNAPSHOT_H_
#define SERVICES_CATALOG_STORE_SNAPSHOT_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace zhiheng::catalog {

struct Snapshot {
  int64_t commit = 0;  // 0: the empty catalog
  std::string digest;  // SHA-256 of the history, lower-case hex

  // `c12-9f86d081884c7d65`.
  std::string Token() const;

  friend bool operator==(const Snapshot&, const Snapshot&) = default;
};

struct SnapshotToken {
  int64_t commit = 0;
  std::string digest_prefix;
};

// INVALID_ARGUMENT when it does not have the shape of a token.
absl::StatusOr<SnapshotToken> ParseSnapshotToken(absl::string_view token);

// Which snapshot a read wants. Nothing set: the newest.
struct SnapshotQuery {
  std::optional<absl::Time> known_at =
      std::nullopt;           // what was recorded by then
  std::string at_least = {};  // this token or newer
  std::string exactly = {};   // this token
};

}  // namespace zhiheng::catalog

#endif  // SERVICES_CATALOG_STORE_SNAPSHOT_H_
