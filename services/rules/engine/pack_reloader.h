// Takes up packs that change on disk. A set goes live as a whole; a broken one
// is refused, and what lives goes on.
//
// PackReloader: one thread at a time. PackWatcher: thread-safe; its thread ends
// with it. Neither owns the registry, which must outlive them.
#ifndef SERVICES_RULES_ENGINE_PACK_RELOADER_H_
#define SERVICES_RULES_ENGINE_PACK_RELOADER_H_

#include <string>
#include <thread>

#include "absl/time/time.h"
#include "services/common/base/clock.h"
#include "services/common/base/mutex.h"
#include "services/rules/engine/pack_registry.h"

namespace zhiheng::rules {

class PackReloader {
 public:
  enum class Outcome {
    kUnchanged,  // nothing new since the last attempt
    kWaiting,    // something changes; it is taken up when it stands still
    kReloaded,
    kRefused,
  };

  // What lives is what `folder` holds now.
  PackReloader(std::string folder, PackRegistry* registry, const Clock* clock);

  // Compares names, sizes and times of the files with the last look. Changed
  // files are taken up at the second look that finds them alike, so that half
  // a copy is not read.
  Outcome Look();
  // Takes up what is there, changed or not.
  Outcome Reload();

 private:
  std::string Stamp() const;

  const std::string folder_;
  PackRegistry* const registry_;
  const Clock* const clock_;
  std::string tried_;  // stamp of the last attempt
  std::string seen_;   // stamp of the last look
};

// Looks every `interval`, and at once when nudged.
class PackWatcher {
 public:
  PackWatcher(PackReloader reloader, absl::Duration interval);
  ~PackWatcher();
  PackWatcher(const PackWatcher&) = delete;
  PackWatcher& operator=(const PackWatcher&) = delete;

  // Reloads now, changed or not (SIGHUP). Returns before it is done.
  void Nudge();
  // Attempts so far that reloaded or refused.
  int attempts() const;
  // Returns once `count` attempts were made. For tests.
  void AwaitAttempts(int count) const;

 private:
  void Run();

  PackReloader reloader_;  // of the thread
  const absl::Duration interval_;
  mutable Mutex mutex_;
  mutable CondVar changed_;
  bool stop_ ABSL_GUARDED_BY(mutex_) = false;
  bool nudged_ ABSL_GUARDED_BY(mutex_) = false;
  int attempts_ ABSL_GUARDED_BY(mutex_) = 0;
  std::thread thread_;  // last: it uses the others
};

}  // namespace zhiheng::rules

#endif  // SERVICES_RULES_ENGINE_PACK_RELOADER_H_
