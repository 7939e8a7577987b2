#include "services/cli/process/split_server.h"

#include <signal.h>
#include <stdlib.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <memory>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "services/cli/process/child_process.h"
#include "services/common/base/log.h"
#include "services/common/base/status_macros.h"

namespace zhiheng::cli {
namespace {

constexpr absl::Duration kPollInterval = absl::Milliseconds(20);

// A folder for port files, gone with the object.
class ScratchFolder {
 public:
  ScratchFolder() {
    std::string pattern =
        (std::filesystem::temp_directory_path() / "zhiheng-serve-XXXXXX")
            .string();
    if (mkdtemp(pattern.data()) != nullptr) path_ = pattern;
  }
  ~ScratchFolder() {
    std::error_code ignored;
    if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
  }
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

// SIGTERM or SIGINT, or nothing within `timeout`.
bool StopRequested(absl::Duration timeout) {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGTERM);
  sigaddset(&set, SIGINT);
  const timespec time = absl::ToTimespec(timeout);
  return sigtimedwait(&set, nullptr, &time) > 0;
}

void BlockStopSignals() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGTERM);
  sigaddset(&set, SIGINT);
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
}

class Supervisor {
 public:
  explicit Supervisor(const SplitOptions& options) : options_(options) {}

  absl::Status Start() {
    if (scratch_.path().empty()) {
      return absl::UnavailableError("cannot make a temporary folder");
    }
    RETURN_IF_ERROR(
        Launch(&catalog_, "catalogd", "127.0.0.1:0", options_.catalog_flags));
    RETURN_IF_ERROR(
        Launch(&rules_, "rulesd", "127.0.0.1:0", options_.rules_flags));
    RETURN_IF_ERROR(AwaitAddress(&catalog_));
    RETURN_IF_ERROR(AwaitAddress(&rules_));
    std::vector<std::string> flags = options_.gateway_flags;
    flags.insert(flags.end(),
                 {"--catalog", catalog_.address, "--rules", rules_.address});
    RETURN_IF_ERROR(Launch(&gateway_, "gatewayd", options_.listen, flags));
    RETURN_IF_ERROR(AwaitAddress(&gateway_));
    return Announce();
  }

  absl::Status Watch() {
    while (!StopRequested(absl::Milliseconds(200))) {
      for (Service* service : {&catalog_, &rules_, &gateway_}) {
        if (service->reported) continue;
        const auto ended = service->child->Ended();
        if (!ended.has_value()) continue;
        service->reported = true;
        Log(Severity::kError, "a service has ended",
            {{"service", service->name}, {"how", *ended}});
        if (service == &gateway_) {
          return absl::UnavailableError(absl::StrCat("gatewayd ", *ended));
        }
      }
    }
    return absl::OkStatus();
  }

 private:
  struct Service {
    std::string name;
    std::string port_file;
    std::string address;
    std::unique_ptr<ChildProcess> child;
    bool reported = false;
  };

  absl::Status Launch(Service* service, const std::string& name,
                      const std::string& listen,
                      std::vector<std::string> flags) {
    service->name = name;
    service->port_file = absl::StrCat(scratch_.path(), "/", name);
    flags.insert(flags.end(),
                 {"--listen", listen, "--port-file", service->port_file});
    absl::StatusOr<ChildProcess> child =
        ChildProcess::Start(absl::StrCat(options_.programs, "/", name), flags);
    if (!child.ok()) return child.status();
    service->child = std::make_unique<ChildProcess>(*std::move(child));
    return absl::OkStatus();
  }

  absl::Status AwaitAddress(Service* service) {
    const absl::Time until = absl::Now() + options_.start_timeout;
    while (true) {
      std::ifstream in(service->port_file);
      if (in && std::getline(in, service->address) &&
          !service->address.empty()) {
        return absl::OkStatus();
      }
      if (const auto ended = service->child->Ended(); ended.has_value()) {
        return absl::UnavailableError(
            absl::StrCat(service->name, " ", *ended, " before it served"));
      }
      if (absl::Now() > until) {
        return absl::UnavailableError(
            absl::StrCat(service->name, " did not serve within ",
                         absl::FormatDuration(options_.start_timeout)));
      }
      if (StopRequested(kPollInterval)) {
        return absl::CancelledError("stopped while starting");
      }
    }
  }

  absl::Status Announce() const {
    const std::string lines = absl::StrCat(
        "gateway=", gateway_.address, "\ncatalog=", catalog_.address,
        "\nrules=", rules_.address, "\ncatalogd_pid=", catalog_.child->pid(),
        "\nrulesd_pid=", rules_.child->pid(),
        "\ngatewayd_pid=", gateway_.child->pid(), "\n");
    std::printf("%s", lines.c_str());
    std::fflush(stdout);
    if (options_.ready_file.empty()) return absl::OkStatus();
    // Renamed into place, so that a reader never sees half of it.
    const std::string partial = options_.ready_file + ".partial";
    std::ofstream(partial) << lines;
    if (std::rename(partial.c_str(), options_.ready_file.c_str()) != 0) {
      return absl::UnavailableError(
          absl::StrCat("cannot write ", options_.ready_file));
    }
    return absl::OkStatus();
  }

  const SplitOptions& options_;
  ScratchFolder scratch_;
  // Ended last to first: the gateway before what it calls.
  Service catalog_;
  Service rules_;
  Service gateway_;
};

}  // namespace

absl::Status ServeSplit(const SplitOptions& options) {
  BlockStopSignals();
  Supervisor supervisor(options);
  RETURN_IF_ERROR(supervisor.Start());
  return supervisor.Watch();
}

std::string FolderOfThisProgram() {
  std::error_code error;
  const std::filesystem::path self =
      std::filesystem::read_symlink("/proc/self/exe", error);
  return error ? "." : self.parent_path().string();
}

}  // namespace zhiheng::cli
