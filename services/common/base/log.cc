#include "services/common/base/log.h"

#include <atomic>
#include <cstdio>
#include <ctime>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "services/common/base/mutex.h"
#include "services/common/base/text.h"

namespace zhiheng {
namespace {

constexpr size_t kUsualLineBytes = 320;

std::atomic<int> threshold{static_cast<int>(Severity::kInfo)};

void WriteNow(const std::string& lines) {
  if (!lines.empty()) std::fwrite(lines.data(), 1, lines.size(), stderr);
}

// Lines that wait for the thread of a LogWriter.
class Waiting {
 public:
  // False when no LogWriter lives.
  bool Add(const std::string& line, bool urgent) {
    MutexLock lock(&mutex_);
    if (!open_) return false;
    lines_ += line;
    if (urgent || lines_.size() > kMaxWaitingLogBytes) WriteAll();
    return true;
  }

  void Open() {
    MutexLock lock(&mutex_);
    open_ = true;
    thread_ = std::thread([this] { Run(); });
  }

  void Close() {
    {
      MutexLock lock(&mutex_);
      open_ = false;
      // Not left to the thread: it may not even have begun.
      WriteAll();
      closed_.NotifyAll();
    }
    thread_.join();
  }

 private:
  void Run() {
    MutexLock lock(&mutex_);
    while (open_) {
      closed_.WaitUntil(&mutex_,
                        std::chrono::steady_clock::now() +
                            std::chrono::milliseconds(kLogDelayMillis));
      WriteAll();
    }
  }

  void WriteAll() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    WriteNow(lines_);
    lines_.clear();
  }

  Mutex mutex_;
  CondVar closed_;
  bool open_ ABSL_GUARDED_BY(mutex_) = false;
  std::string lines_ ABSL_GUARDED_BY(mutex_);
  std::thread thread_;
};

Waiting& WaitingLines() {
  static Waiting& waiting = *new Waiting();
  return waiting;
}

// `2026-11-21T08:00:00.123Z`. The part before the point is kept for the second
// it holds: making it anew costs more than the rest of a line.
void AppendTime(absl::Time now, std::string* out) {
  thread_local int64_t second = -1;
  thread_local char text[sizeof "2026-11-21T08:00:00"] = "";
  const int64_t millis = absl::ToUnixMillis(now);
  if (millis / 1000 != second) {
    second = millis / 1000;
    const std::time_t time = static_cast<std::time_t>(second);
    std::tm parts = {};
    gmtime_r(&time, &parts);
    std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S", &parts);
  }
  const int64_t rest = millis % 1000;
  const char digits[] = {'.', static_cast<char>('0' + rest / 100),
                         static_cast<char>('0' + rest / 10 % 10),
                         static_cast<char>('0' + rest % 10), 'Z'};
  out->append(text);
  out->append(digits, sizeof digits);
}

// Letters, digits and most signs stand for themselves.
bool IsPlain(absl::string_view text) {
  for (const char c : text) {
    if (c < 0x20 || c > 0x7e || c == '"' || c == '\\') return false;
  }
  return true;
}

void AppendEscaped(absl::string_view text, std::string* out) {
  if (IsPlain(text)) {
    out->append(text.data(), text.size());
  } else {
    out->append(JsonEscape(text));
  }
}

absl::string_view Name(Severity severity) {
  switch (severity) {
    case Severity::kDebug:
      return "DEBUG";
    case Severity::kInfo:
      return "INFO";
    case Severity::kWarning:
      return "WARNING";
    case Severity::kError:
      return "ERROR";
  }
  return "ERROR";
}

}  // namespace

std::string JsonEscape(absl::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (size_t pos = 0; pos < text.size();) {
    const char32_t c = NextCodePoint(text, &pos);
    switch (c) {
      case U'"':
        out += "\\\"";
        break;
      case U'\\':
        out += "\\\\";
        break;
      case U'\n':
        out += "\\n";
        break;
      case U'\t':
        out += "\\t";
        break;
      case U'\r':
        out += "\\r";
        break;
      default:
        if (c < 0x20) {
          absl::StrAppendFormat(&out, "\\u%04x", static_cast<unsigned>(c));
        } else {
          AppendUtf8(c, &out);
        }
    }
  }
  return out;
}

void Log(Severity severity, absl::string_view message,
         const LogFields& fields) {
  if (static_cast<int>(severity) < threshold.load(std::memory_order_relaxed)) {
    return;
  }
  std::string line;
  line.reserve(kUsualLineBytes);
  line += "{\"time\":\"";
  AppendTime(absl::Now(), &line);
  absl::StrAppend(&line, "\",\"severity\":\"", Name(severity),
                  "\",\"message\":\"");
  AppendEscaped(message, &line);
  line += '"';
  for (const auto& [key, value] : fields) {
    line += ",\"";
    AppendEscaped(key, &line);
    line += "\":\"";
    AppendEscaped(value, &line);
    line += '"';
  }
  line += "}\n";
  if (!WaitingLines().Add(line, severity >= Severity::kWarning)) {
    WriteNow(line);
  }
}

LogWriter::LogWriter() { WaitingLines().Open(); }
LogWriter::~LogWriter() { WaitingLines().Close(); }

void SetLogThreshold(Severity severity) {
  threshold.store(static_cast<int>(severity), std::memory_order_relaxed);
}

}  // namespace zhiheng
