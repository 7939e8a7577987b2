#include "services/gateway/assess/pack_directory.h"

#include "absl/strings/str_cat.h"
#include "services/common/base/status_macros.h"
#include "services/common/problem/problem.h"
#include "services/gateway/fanout/fan_out.h"

namespace zhiheng::gateway {
namespace {

constexpr int kPageSize = 1000;

absl::StatusOr<rules::v1::ListPacksResponse> ReadPage(
    const CallContext& call, RulesBackend* rules,
    const rules::v1::ListPacksRequest& request) {
  FanOut fan_out(call, call.remaining());
  const Slot<rules::v1::ListPacksResponse> page =
      fan_out.Start<rules::v1::ListPacksResponse>(
          Need::kRequired, [&](const CallContext& inner,
                               Completion<rules::v1::ListPacksResponse> done) {
            rules->ListPacks(inner, request, std::move(done));
          });
  fan_out.Join();
  if (page.state() != CallState::kOk) {
    return page.status();
  }
  return page.value();
}

}  // namespace

absl::StatusOr<std::shared_ptr<const PackListing>> PackDirectory::Current(
    const CallContext& call, Freshness freshness) {
  if (freshness == Freshness::kCached) {
    MutexLock lock(&mutex_);
    if (listing_ != nullptr &&
        call.clock().Now() - listing_->read < options_.pack_refresh) {
      return listing_;
    }
  }
  ASSIGN_OR_RETURN(std::shared_ptr<const PackListing> listing, Read(call));
  MutexLock lock(&mutex_);
  // Of two that read at the same time the later wins.
  if (listing_ == nullptr || listing_->read <= listing->read) {
    listing_ = listing;
  }
  return listing;
}

absl::StatusOr<std::shared_ptr<const PackListing>> PackDirectory::Read(
    const CallContext& call) const {
  auto listing = std::make_shared<PackListing>();
  listing->read = call.clock().Now();
  rules::v1::ListPacksRequest request;
  request.set_page_size(kPageSize);
  do {
    ASSIGN_OR_RETURN(const rules::v1::ListPacksResponse page,
                     ReadPage(call, rules_, request));
    listing->packs.insert(listing->packs.end(), page.packs().begin(),
                          page.packs().end());
    listing->engine_semantics = page.engine_semantics();
    request.set_page_token(page.next_page_token());
    if (listing->packs.size() > options_.max_live_packs ||
        (page.packs().empty() && !page.next_page_token().empty())) {
      return Problem(absl::StatusCode::kResourceExhausted,
                     "TOO_MANY_LIVE_PACKS")
          .Say(absl::StrCat("rules has more than ", options_.max_live_packs,
                            " live packs"));
    }
  } while (!request.page_token().empty());
  return listing;
}

}  // namespace zhiheng::gateway
