#include "services/catalog/engine/page_token.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/catalog/model/records.h"
#include "services/common/problem/problem.h"

namespace zhiheng::catalog {
namespace {

constexpr size_t kCheckChars = 16;

std::string Check(absl::string_view body, absl::string_view request) {
  return Sha256Hex(absl::StrCat(body, "\n", request)).substr(0, kCheckChars);
}

}  // namespace

std::string EncodePageToken(const PageToken& token, absl::string_view request) {
  const std::string body =
      absl::StrCat(token.snapshot, "|", token.as_of.days_since_epoch(), "|",
                   token.offset, "|", token.after);
  return absl::WebSafeBase64Escape(
      absl::StrCat(body, "|", Check(body, request)));
}

absl::StatusOr<PageToken> DecodePageToken(absl::string_view text,
                                          absl::string_view request) {
  const Problem bad =
      Problem(absl::StatusCode::kInvalidArgument, "PAGE_TOKEN_INVALID")
          .Field("page_token", "it does not belong to this request",
                 "pass on next_page_token and leave the rest of the request "
                 "as it was");
  std::string plain;
  if (!absl::WebSafeBase64Unescape(text, &plain)) return bad;
  const std::vector<std::string> parts = absl::StrSplit(plain, '|');
  if (parts.size() != 5) return bad;
  const std::string body =
      absl::StrCat(parts[0], "|", parts[1], "|", parts[2], "|", parts[3]);
  PageToken token;
  int32_t days = 0;
  if (parts[4] != Check(body, request) || !absl::SimpleAtoi(parts[1], &days) ||
      !absl::SimpleAtoi(parts[2], &token.offset) ||
      days < CivilDate::Min().days_since_epoch() ||
      days > CivilDate::Max().days_since_epoch() || token.offset < 0) {
    return bad;
  }
  token.snapshot = parts[0];
  token.after = parts[3];
  token.as_of = CivilDate::FromDays(days);
  return token;
}

absl::StatusOr<int> PageSize(int asked) {
  if (asked < 0) {
    return Problem(absl::StatusCode::kInvalidArgument, "PAGE_SIZE_NEGATIVE")
        .Field("page_size", absl::StrCat(asked, " is negative"),
               absl::StrCat("leave it out for ", kDefaultPageSize));
  }
  return asked == 0 ? kDefaultPageSize : std::min(asked, kMaxPageSize);
}

}  // namespace zhiheng::catalog
