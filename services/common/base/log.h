// One JSON object a line on standard error.
//
//   Log(Severity::kInfo, "listening", {{"service", "catalog"}, {"port", "0"}});
//
// Thread-safe: a line is written whole. Never pass secrets or personal data.
#ifndef SERVICES_COMMON_BASE_LOG_H_
#define SERVICES_COMMON_BASE_LOG_H_

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

// `text` as the inside of a JSON string. Ill-formed UTF-8 becomes U+FFFD.
std::string JsonEscape(absl::string_view text);

}  // namespace zhiheng

#endif  // SERVICES_COMMON_BASE_LOG_H_
