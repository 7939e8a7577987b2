#include "services/catalog/store/snapshot.h"

#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace zhiheng::catalog {
namespace {

constexpr size_t kTokenDigestChars = 16;

}  // namespace

std::string Snapshot::Token() const {
  return absl::StrCat("c", commit, "-",
                      absl::string_view(digest).substr(0, kTokenDigestChars));
}

absl::StatusOr<SnapshotToken> ParseSnapshotToken(absl::string_view token) {
  const auto bad = [&] {
    return absl::InvalidArgumentError(
        absl::StrCat("snapshot token \"", token.substr(0, 64),
                     "\" is none; pass on a token of an earlier answer"));
  };
  absl::string_view rest = token;
  if (!absl::ConsumePrefix(&rest, "c")) return bad();
  const size_t dash = rest.find('-');
  SnapshotToken out;
  if (dash == absl::string_view::npos || dash == 0 || dash > 18 ||
      !absl::ascii_isdigit(static_cast<unsigned char>(rest[0])) ||
      !absl::SimpleAtoi(rest.substr(0, dash), &out.commit)) {
    return bad();
  }
  out.digest_prefix = std::string(rest.substr(dash + 1));
  if (out.digest_prefix.size() != kTokenDigestChars) return bad();
  for (char c : out.digest_prefix) {
    if (!absl::ascii_isxdigit(static_cast<unsigned char>(c))) return bad();
  }
  return out;
}

}  // namespace zhiheng::catalog
