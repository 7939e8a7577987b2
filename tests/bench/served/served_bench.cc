// The served benchmark: the same labels and rules asked of servers in processes
// of their own over loopback. Verdicts are compared first, and a wrong one
// stops the run. Subjects take turns. Prints a table and the bars, and fails
// when a bar is not met.
//
//   served_bench [SECONDS]
//
// SECONDS of load in one turn; 2 when left out. Run it in the checkout. Cerbos
// takes part when ZHIHENG_BENCH_PEERS, a node_modules folder, holds it.
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "cel40/label_generator.h"
#include "cel40/rules_file.h"
#include "served/labels.h"
#include "served/load.h"
#include "served/rule_files.h"
#include "served/served_process.h"
#include "services/common/base/status_macros.h"

namespace zhiheng::bench {
namespace {

namespace fs = std::filesystem;

constexpr int kRounds = 5;
constexpr int kCallers = 16;
constexpr int kBatch = 50;           // Cerbos takes no more by default
constexpr double kOnSchedule = 800;  // calls a second
constexpr int kLabels = 1000;        // a whole number of batches
constexpr char kEvaluate[] = "/zhiheng.rules.v1.RulesService/Evaluate";
constexpr char kBatchEvaluate[] =
    "/zhiheng.rules.v1.RulesService/BatchEvaluate";
constexpr char kCheckResources[] =
    "/cerbos.svc.v1.CerbosService/CheckResources";

using Reader =
    std::function<absl::StatusOr<std::vector<Broken>>(const std::string&)>;

// One server asked in one way.
struct Subject {
  std::string name;
  int labels_per_call = 1;
  Reader read;  // none: it answers with what it was given
  std::unique_ptr<LoadClient> client;
  std::vector<Load> closed;
  std::vector<Load> open;  // only where a call is one label
};

class Bench {
 public:
  explicit Bench(absl::Duration turn)
      : turn_(turn), cases_(GenerateLabels(kLabels, 20261121)) {}
  ~Bench() {
    subjects_.clear();
    servers_.clear();
    std::error_code error;
    if (!folder_.empty()) fs::remove_all(folder_, error);
  }

  absl::Status Start();
  absl::Status Compare();
  void Measure();
  void PrintTable() const;
  bool PrintBars() const;

 private:
  absl::Status StartRules();
  absl::Status StartEcho();
  absl::Status StartCerbos();
  void Add(const std::string& name, const ServedProcess& server,
           const char* method, int labels_per_call, Reader read);
  std::vector<std::string> Requests(const std::string& method,
                                    int labels_per_call) const;
  const Subject* Find(const std::string& name) const;
  double CpuPerLabel(const std::string& name) const;

  const absl::Duration turn_;
  const std::vector<LabelCase> cases_;
  std::string folder_;
  std::vector<BenchRule> rules_;
  std::vector<std::unique_ptr<ServedProcess>> servers_;
  std::vector<std::unique_ptr<Subject>> subjects_;
};

std::string Beside(const std::string& program) {
  return (fs::read_symlink("/proc/self/exe").parent_path() / program).string();
}

double Median(const std::vector<Load>& loads, double Load::*field) {
  std::vector<double> values;
  for (const Load& load : loads) values.push_back(load.*field);
  std::sort(values.begin(), values.end());
  return values.empty() ? 0 : values[values.size() / 2];
}

std::vector<std::string> Bench::Requests(const std::string& method,
                                         int labels_per_call) const {
  std::vector<std::string> out;
  const auto count = static_cast<size_t>(labels_per_call);
  for (size_t i = 0; i < cases_.size(); i += count) {
    const auto some = absl::MakeConstSpan(cases_).subspan(i, count);
    if (method == kCheckResources) {
      out.push_back(CerbosRequestFor(some));
    } else if (method == kBatchEvaluate) {
      out.push_back(BatchEvaluateRequestFor(some));
    } else {
      out.push_back(EvaluateRequestFor(some[0]));
    }
  }
  return out;
}

void Bench::Add(const std::string& name, const ServedProcess& server,
                const char* method, int labels_per_call, Reader read) {
  auto subject = std::make_unique<Subject>();
  subject->name = name;
  subject->labels_per_call = labels_per_call;
  subject->read = std::move(read);
  subject->client = std::make_unique<LoadClient>(
      server.address(), method, Requests(method, labels_per_call),
      [&server] { return server.cpu_time(); });
  subjects_.push_back(std::move(subject));
}

absl::Status Bench::StartRules() {
  RETURN_IF_ERROR(
      WritePack(rules_, "tests/bench/served/label.proto", folder_ + "/packs"));
  ASSIGN_OR_RETURN(
      auto server,
      ServedProcess::StartOurs(
          {Beside("rulesd"), "--packs", folder_ + "/packs"}, folder_));
  Add("rules", *server, kEvaluate, 1, ReadEvaluateResponse);
  Add("rules, 50 a request", *server, kBatchEvaluate, kBatch,
      ReadBatchEvaluateResponse);
  servers_.push_back(std::move(server));
  return absl::OkStatus();
}

// Answers with what the rules service answered to the first request.
absl::Status Bench::StartEcho() {
  std::vector<std::string> command = {Beside("served_echo")};
  for (const char* name : {"rules", "rules, 50 a request"}) {
    const bool batch = Find(name)->labels_per_call > 1;
    ASSIGN_OR_RETURN(const std::string reply, Find(name)->client->Call(0));
    const std::string file = folder_ + (batch ? "/batch.reply" : "/reply");
    std::ofstream(file) << reply;
    command.insert(command.end(), {batch ? "--batch-reply" : "--reply", file});
  }
  ASSIGN_OR_RETURN(auto server, ServedProcess::StartOurs(command, folder_));
  Add("echo", *server, kEvaluate, 1, nullptr);
  Add("echo, 50 a request", *server, kBatchEvaluate, kBatch, nullptr);
  servers_.push_back(std::move(server));
  return absl::OkStatus();
}

absl::Status Bench::StartCerbos() {
  const char* peers = std::getenv("ZHIHENG_BENCH_PEERS");
  const std::string program = std::string(peers == nullptr ? "" : peers) +
                              "/@cerbos/cerbos-linux-x64/cerbos-linux-x64";
  if (!fs::exists(program)) return absl::OkStatus();
  const std::string folder = folder_ + "/cerbos";
  const int port = FreePort();
  RETURN_IF_ERROR(WriteCerbos(rules_, port, FreePort(), folder));
  ASSIGN_OR_RETURN(auto server, ServedProcess::StartAt(
                                    {program, "server", "--log-level=error",
                                     "--config=" + folder + "/config.yaml"},
                                    absl::StrCat("127.0.0.1:", port),
                                    folder_ + "/cerbos.log"));
  Add("cerbos", *server, kCheckResources, 1, ReadCerbosResponse);
  Add("cerbos, 50 a request", *server, kCheckResources, kBatch,
      ReadCerbosResponse);
  servers_.push_back(std::move(server));
  return absl::OkStatus();
}

absl::Status Bench::Start() {
  std::string name = fs::temp_directory_path() / "served_bench.XXXXXX";
  if (mkdtemp(name.data()) == nullptr) {
    return absl::UnavailableError("no temporary folder");
  }
  folder_ = name;
  ASSIGN_OR_RETURN(rules_, ReadRules("tests/bench/cel40/rules.json"));
  RETURN_IF_ERROR(StartRules());
  RETURN_IF_ERROR(StartEcho());
  return StartCerbos();
}

absl::Status Bench::Compare() {
  for (const auto& subject : subjects_) {
    if (subject->read == nullptr) continue;
    for (size_t i = 0; i < subject->client->request_count(); ++i) {
      ASSIGN_OR_RETURN(const std::string bytes, subject->client->Call(i));
      ASSIGN_OR_RETURN(const std::vector<Broken> broken, subject->read(bytes));
      const auto count = static_cast<size_t>(subject->labels_per_call);
      for (size_t j = 0; j < count; ++j) {
        const LabelCase& item = cases_[i * count + j];
        if (broken.size() == count && broken[j] == item.planted) continue;
        return absl::InternalError(absl::StrCat(
            subject->name, ": wrong answer for ", item.label.id()));
      }
    }
  }
  return absl::OkStatus();
}

void Bench::Measure() {
  for (int round = 0; round < kRounds; ++round) {
    for (const auto& subject : subjects_) {
      subject->closed.push_back(subject->client->ClosedLoop(kCallers, turn_));
      if (subject->labels_per_call > 1) continue;
      subject->open.push_back(subject->client->OpenLoop(kOnSchedule, turn_));
    }
  }
}

const Subject* Bench::Find(const std::string& name) const {
  for (const auto& subject : subjects_) {
    if (subject->name == name) return subject.get();
  }
  return nullptr;
}

double Bench::CpuPerLabel(const std::string& name) const {
  const Subject& subject = *Find(name);
  return Median(subject.closed, &Load::cpu_us_per_call) /
         subject.labels_per_call;
}

void Bench::PrintTable() const {
  std::printf("%-22s %10s %10s | %d/s on schedule: %6s %8s %8s %7s\n",
              "subject, 16 callers", "labels/s", "cpu us", 800, "p50 us",
              "p99 us", "p99.9 us", "failed");
  for (const auto& subject : subjects_) {
    int64_t failed = 0;
    for (const Load& load : subject->closed) failed += load.failed;
    for (const Load& load : subject->open) failed += load.failed;
    std::printf("%-22s %10.0f %10.2f", subject->name.c_str(),
                Median(subject->closed, &Load::calls_per_second) *
                    subject->labels_per_call,
                CpuPerLabel(subject->name));
    if (!subject->open.empty()) {
      std::printf(" | %24.0f %8.0f %8.0f", Median(subject->open, &Load::p50_us),
                  Median(subject->open, &Load::p99_us),
                  Median(subject->open, &Load::p999_us));
    }
    std::printf(" %7lld\n", static_cast<long long>(failed));
  }
}

// Labels for a second of the server's processor time: what a busy machine and
// the generator beside it do not change.
bool Bench::PrintBars() const {
  bool met = true;
  const auto bar = [&](const char* what, const char* ours, const char* theirs,
                       double at_least) {
    if (Find(theirs) == nullptr) {
      std::printf("%-52s %s did not take part\n", what, theirs);
      return;
    }
    const double value = CpuPerLabel(theirs) / CpuPerLabel(ours);
    const bool passed = value >= at_least;
    std::printf("%-52s %8.2f  at least %-5g %s\n", what, value, at_least,
                passed ? "PASS" : "FAIL");
    met &= passed;
  };
  std::printf("\nlabels a CPU-second of the server, as a ratio\n");
  bar("rules: share of echo", "rules", "echo", 0.5);
  bar("rules: times Cerbos", "rules", "cerbos", 18);
  bar("rules, 50 labels a request: times Cerbos", "rules, 50 a request",
      "cerbos, 50 a request", 28);
  return met;
}

int Main(int argc, char** argv) {
  Bench bench(absl::Seconds(argc > 1 ? std::atoi(argv[1]) : 2));
  absl::Status status = bench.Start();
  if (status.ok()) status = bench.Compare();
  if (!status.ok()) {
    std::fprintf(stderr, "%s\n", std::string(status.message()).c_str());
    return 1;
  }
  bench.Measure();
  bench.PrintTable();
  return bench.PrintBars() ? 0 : 1;
}

}  // namespace
}  // namespace zhiheng::bench

int main(int argc, char** argv) { return zhiheng::bench::Main(argc, argv); }
