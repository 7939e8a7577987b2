#include "services/rules/engine/pack_reloader.h"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/common/base/log.h"
#include "services/rules/engine/library_loader.h"

namespace zhiheng::rules {

namespace fs = std::filesystem;

PackReloader::PackReloader(std::string folder, PackRegistry* registry,
                           const Clock* clock)
    : folder_(std::move(folder)),
      registry_(registry),
      clock_(clock),
      tried_(Stamp()),
      seen_(tried_) {}

// Every file counts, not only packs: schemas and calendars are read too.
std::string PackReloader::Stamp() const {
  std::error_code error;
  std::vector<std::string> lines;
  if (fs::is_regular_file(folder_, error)) {
    lines.push_back(absl::StrCat(
        fs::file_size(folder_, error), " ",
        fs::last_write_time(folder_, error).time_since_epoch().count()));
  }
  fs::recursive_directory_iterator it(folder_, error);
  const int most = LibraryLimits().max_files;
  for (; !error && it != fs::recursive_directory_iterator();
       it.increment(error)) {
    std::error_code gone;  // a file may vanish while we look
    if (!it->is_regular_file(gone)) continue;
    lines.push_back(
        absl::StrCat(it->path().string(), " ", it->file_size(gone), " ",
                     it->last_write_time(gone).time_since_epoch().count()));
    if (static_cast<int>(lines.size()) > most) break;
  }
  std::sort(lines.begin(), lines.end());
  return absl::StrJoin(lines, "\n");
}

PackReloader::Outcome PackReloader::Look() {
  std::string now = Stamp();
  if (now == tried_) {
    seen_ = std::move(now);
    return Outcome::kUnchanged;
  }
  if (now != seen_) {
    seen_ = std::move(now);
    return Outcome::kWaiting;
  }
  return Reload();
}

PackReloader::Outcome PackReloader::Reload() {
  // Before reading: what changes meanwhile is found at the next look.
  tried_ = Stamp();
  seen_ = tried_;
  auto packs = LoadLivePacks(folder_);
  if (!packs.ok()) {
    const std::string reason(packs.status().message());
    Log(Severity::kError, "packs refused; the last good ones stay live",
        {{"folder", folder_}, {"reason", reason}});
    registry_->Refuse({reason, clock_->Now()});
    return Outcome::kRefused;
  }
  const std::string before = registry_->Current()->digest();
  const std::string digest = (*packs)->digest();
  const size_t count = (*packs)->packs().size();
  registry_->Swap(*std::move(packs));
  Log(Severity::kInfo, "packs reloaded",
      {{"folder", folder_},
       {"packs", absl::StrCat(count)},
       {"digest", digest},
       {"changed", before == digest ? "false" : "true"}});
  return Outcome::kReloaded;
}

PackWatcher::PackWatcher(PackReloader reloader, absl::Duration interval)
    : reloader_(std::move(reloader)),
      interval_(interval),
      thread_([this] { Run(); }) {}

PackWatcher::~PackWatcher() {
  {
    MutexLock lock(&mutex_);
    stop_ = true;
    changed_.NotifyAll();
  }
  thread_.join();
}

void PackWatcher::Nudge() {
  MutexLock lock(&mutex_);
  nudged_ = true;
  changed_.NotifyAll();
}

int PackWatcher::attempts() const {
  MutexLock lock(&mutex_);
  return attempts_;
}

void PackWatcher::AwaitAttempts(int count) const {
  MutexLock lock(&mutex_);
  while (attempts_ < count) changed_.Wait(&mutex_);
}

void PackWatcher::Run() {
  for (;;) {
    bool nudged = false;
    {
      MutexLock lock(&mutex_);
      const auto until = std::chrono::steady_clock::now() +
                         absl::ToChronoNanoseconds(interval_);
      while (!stop_ && !nudged_ && changed_.WaitUntil(&mutex_, until)) {
      }
      if (stop_) return;
      nudged = std::exchange(nudged_, false);
    }
    const PackReloader::Outcome outcome =
        nudged ? reloader_.Reload() : reloader_.Look();
    if (outcome == PackReloader::Outcome::kReloaded ||
        outcome == PackReloader::Outcome::kRefused) {
      MutexLock lock(&mutex_);
      ++attempts_;
      changed_.NotifyAll();
    }
  }
}

}  // namespace zhiheng::rules
