// WatchChanges: reads commits after a snapshot, page by page, and waits for the
// next. What waits holds no memory: the store is the buffer.
#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "services/catalog/engine/catalog_engine.h"
#include "services/catalog/model/names.h"
#include "services/common/base/status_macros.h"
#include "services/common/problem/problem.h"

namespace zhiheng::catalog {
namespace {

// Between two looks at the store; a commit of another process is seen then.
constexpr absl::Duration kWatchInterval = absl::Milliseconds(200);

// One of the places at the table.
class Seat {
 public:
  explicit Seat(std::atomic<int>* taken) : taken_(taken) {
    ok_ = taken_->fetch_add(1) < kMaxWatchers;
  }
  ~Seat() { taken_->fetch_sub(1); }
  Seat(const Seat&) = delete;
  Seat& operator=(const Seat&) = delete;
  bool ok() const { return ok_; }

 private:
  std::atomic<int>* const taken_;
  bool ok_ = false;
};

void ToProto(const CommitRecord& change, v1::CatalogChange* out) {
  out->set_snapshot_token(change.snapshot.Token());
  out->mutable_recorded_at()->set_seconds(change.recorded_at / 1'000'000);
  out->mutable_recorded_at()->set_nanos(
      static_cast<int32_t>(change.recorded_at % 1'000'000 * 1000));
  out->set_origin(change.origin);
  out->set_instrument(InstrumentName(change.instrument));
  for (const std::string& edition : change.editions) {
    out->add_editions(EditionName(change.instrument, edition));
  }
}

}  // namespace

absl::Status CatalogEngine::WatchChanges(
    const CallContext& call, const v1::WatchChangesRequest& request,
    absl::FunctionRef<bool(const v1::WatchChangesResponse&)> send) const {
  if (request.instruments_size() > kMaxWatchedInstruments) {
    return Problem(absl::StatusCode::kInvalidArgument, "TOO_MANY_INSTRUMENTS")
        .Field("instruments",
               absl::StrCat(request.instruments_size(), " names; at most ",
                            kMaxWatchedInstruments, " are allowed"),
               "watch all, and choose among the changes");
  }
  const Seat seat(&watchers_);
  if (!seat.ok()) {
    return Problem(absl::StatusCode::kResourceExhausted, "TOO_MANY_WATCHERS")
        .Say(absl::StrCat(kMaxWatchers, " calls watch already"))
        .Hint("try again later, or share one watcher");
  }
  const absl::flat_hash_set<std::string> wanted(request.instruments().begin(),
                                                request.instruments().end());
  v1::ReadOptions read;
  read.set_exactly(request.after());
  ASSIGN_OR_RETURN(const ReadView start, View(read));
  int64_t after = start.snapshot().commit;
  v1::WatchChangesResponse message;
  message.set_snapshot_token(start.snapshot().Token());
  bool first = true;
  while (true) {
    RETURN_IF_ERROR(call.Check());
    ASSIGN_OR_RETURN(const std::vector<CommitRecord> changes,
                     store_->ListChanges(after, kMaxChangesPerMessage));
    for (const CommitRecord& change : changes) {
      after = change.snapshot.commit;
      message.set_snapshot_token(change.snapshot.Token());
      if (wanted.empty() ||
          wanted.contains(InstrumentName(change.instrument))) {
        ToProto(change, message.add_changes());
      }
    }
    if (first || !changes.empty()) {
      if (!send(message)) return absl::OkStatus();
      message.clear_changes();
      first = false;
    }
    if (changes.empty()) absl::SleepFor(kWatchInterval);
  }
}

}  // namespace zhiheng::catalog
