// One JSON object a line on standard error.
//
//   Log(Severity::kInfo, "listening", {{"service", "catalog"}, {"port", "0"}});
//
// Thread-safe: a line is written whole. Never pass secrets or personal data.
#ifndef SERVICES_COMMON_BASE_LOG_H_
#define SERVICES_COMMON_BASE_LOG_H_

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"

namespace zhiheng {

enum class Severity { kDebug, kInfo, kWarning, kError };

using LogFields = std::vector<std::pair<std::string, std::string>>;

void Log(Severity severity, absl::string_view message,
         const LogFields& fields = {});

// Lines below `severity` are dropped. Default kInfo.
void SetLogThreshold(Severity severity);

// While one lives, lines below kWarning wait in memory and are written together
// by a thread of its own: a server that logs every call would spend more time
// on writing lines than on many a call. Whoever reads the log sees a line at
// most kLogDelayMillis late; a process that is killed loses those of that time.
// One at a time; it is made when no other thread logs yet.
class LogWriter {
 public:
  LogWriter();
  // Writes what waits; from then on each line is written at once again.
  ~LogWriter();
  LogWriter(const LogWriter&) = delete;
  LogWriter& operator=(const LogWriter&) = delete;
};

inline constexpr int kLogDelayMillis = 100;
// Waiting lines beyond this are written at once, so memory stays flat.
inline constexpr size_t kMaxWaitingLogBytes = 256 << 10;

// `text` as the inside of a JSON string. Ill-formed UTF-8 becomes U+FFFD.
std::string JsonEscape(absl::string_view text);

}  // namespace zhiheng

#endif  // SERVICES_COMMON_BASE_LOG_H_
