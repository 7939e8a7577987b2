// The catalog at 10 thousand, 100 thousand and 1 million provisions: how fast
// it takes them in, how fast it answers, how much memory and disk it wants.
//
//   catalog_bench [--sizes 10000,100000] [--folder DIR]
//
// Import and reading run in processes of their own, so that each has its own
// peak of memory and the reader starts cold (the disk cache of the machine
// stays warm). Prints one Markdown table.
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iostream>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "bench/catalog/generator.h"
#include "services/catalog/engine/catalog_engine.h"
#include "services/catalog/store/sqlite/store.h"
#include "services/common/base/clock.h"

namespace zhiheng::catalog::bench {
namespace {

using Stopwatch = std::chrono::steady_clock;

constexpr int kGroup = 64;  // batches a commit group
constexpr int kReads = 20000;
constexpr int kSearches = 500;

double SecondsSince(Stopwatch::time_point start) {
  return std::chrono::duration<double>(Stopwatch::now() - start).count();
}

// Processor time of this process, or of this thread: what a busy machine does
// not distort much.
double CpuSeconds(clockid_t clock = CLOCK_PROCESS_CPUTIME_ID) {
  timespec now{};
  clock_gettime(clock, &now);
  return static_cast<double>(now.tv_sec) +
         static_cast<double>(now.tv_nsec) * 1e-9;
}

double Percentile(std::vector<double> values, double share) {
  std::sort(values.begin(), values.end());
  return values[static_cast<size_t>(share *
                                    static_cast<double>(values.size() - 1))];
}

// How long calls took, by the clock and by the processor.
class Times {
 public:
  // Runs `call` and notes its time.
  template <typename Call>
  auto Take(Call call) {
    const auto start = Stopwatch::now();
    const double cpu = CpuSeconds(CLOCK_THREAD_CPUTIME_ID);
    auto result = call();
    cpu_.push_back(CpuSeconds(CLOCK_THREAD_CPUTIME_ID) - cpu);
    clock_.push_back(SecondsSince(start));
    return result;
  }
  // "p50|p99|p99 by processor time", each times `unit`.
  std::string ToString(double share, double unit) const {
    char text[100];
    std::snprintf(
        text, sizeof text, "%.1f|%.1f|%.1f", unit * Percentile(clock_, 0.5),
        unit * Percentile(clock_, share), unit * Percentile(cpu_, share));
    return text;
  }

 private:
  std::vector<double> clock_;
  std::vector<double> cpu_;
};

// Peak memory of this process, in MB.
double PeakMemory() {
  std::ifstream status("/proc/self/status");
  std::string line;
  double kb = 0;
  while (std::getline(status, line)) {
    if (line.rfind("VmHWM:", 0) == 0) kb = std::atof(line.c_str() + 6);
  }
  return kb / 1024;
}

void Die(const absl::Status& status) {
  std::cerr << status << "\n";
  std::_Exit(1);
}

// Runs `work` in a child; what it prints comes back.
std::string InChild(const std::function<std::string()>& work) {
  int pipe_ends[2];
  if (pipe(pipe_ends) != 0) Die(absl::InternalError("pipe"));
  const pid_t child = fork();
  if (child == 0) {
    const std::string out = work();
    (void)!write(pipe_ends[1], out.data(), out.size());
    std::_Exit(0);
  }
  close(pipe_ends[1]);
  std::string out;
  char buffer[4096];
  for (ssize_t n = 0; (n = read(pipe_ends[0], buffer, sizeof buffer)) > 0;) {
    out.append(buffer, static_cast<size_t>(n));
  }
  close(pipe_ends[0]);
  int status = 0;
  waitpid(child, &status, 0);
  if (status != 0) Die(absl::InternalError("a measurement failed"));
  return out;
}

std::string Import(const std::string& path, int size) {
  auto store = SqliteStore::Create({.path = path});
  if (!store.ok()) Die(store.status());
  Generator generator;
  int done = 0;
  double seconds = 0;  // of the store alone
  double cpu = 0;
  std::vector<double> quarters;
  while (done < size) {
    std::vector<Batch> group;
    int provisions = 0;
    while (static_cast<int>(group.size()) < kGroup &&
           done + provisions < size) {
      group.push_back(generator.Next());
      for (const EditionBatch& edition : group.back().editions) {
        provisions += static_cast<int>(edition.provisions.size());
      }
    }
    const auto start = Stopwatch::now();
    const double cpu_start = CpuSeconds();
    const auto results = (*store)->CommitGroup(group, absl::Now());
    cpu += CpuSeconds() - cpu_start;
    seconds += SecondsSince(start);
    if (!results.ok()) Die(results.status());
    done += provisions;
    if (static_cast<int64_t>(done) * 4 >=
        static_cast<int64_t>(size) *
            (1 + static_cast<int64_t>(quarters.size()))) {
      quarters.push_back(cpu);
    }
  }
  const double first = quarters.front();
  const double last = cpu - quarters[quarters.size() - 2];
  char line[200];
  std::snprintf(line, sizeof line, "%d|%.0f|%.2f|%.0f|%.0f", done,
                done / seconds, last / first, PeakMemory(), done / cpu);
  return line;
}

std::string Read(const std::string& path, int size) {
  SystemClock clock;
  const CallContext call = CallContext::Root(&clock, absl::Hours(1));
  const auto open = Stopwatch::now();
  auto made = CatalogEngine::Create({.db_path = path}, &clock);
  if (!made.ok()) Die(made.status());
  const CatalogEngine& engine = **made;
  std::mt19937 random(7);
  Times reads;
  double cold = 0;
  const int instruments = std::max(1, size / 160);
  for (int i = 0; i < kReads; ++i) {
    v1::GetProvisionRequest request;
    auto* citation = request.mutable_citation();
    citation->set_instrument(
        absl::StrCat("gen-", random() % static_cast<unsigned>(instruments)));
    citation->set_provision(absl::StrCat("art", 1 + random() % 5));
    const auto answer =
        reads.Take([&] { return engine.GetProvision(call, request); });
    if (!answer.ok()) Die(answer.status());
    if (i == 0) cold = SecondsSince(open);
  }
  Generator words;
  Times searches;
  int hits = 0;
  for (int i = 0; i < kSearches; ++i) {
    v1::SearchProvisionsRequest request;
    request.set_query(words.Phrase(1 + i % 3));
    request.set_page_size(20);
    const auto answer =
        searches.Take([&] { return engine.SearchProvisions(call, request); });
    if (!answer.ok()) Die(answer.status());
    hits += answer->hits_size() > 0 ? 1 : 0;
  }
  char line[300];
  std::snprintf(line, sizeof line, "%s|%s|%.2f|%.0f",
                reads.ToString(0.99, 1e6).c_str(),
                searches.ToString(0.95, 1e3).c_str(), cold, PeakMemory());
  if (hits * 2 < kSearches) Die(absl::InternalError("searches find nothing"));
  return line;
}

void Measure(const std::string& folder, int size) {
  const std::string path = absl::StrCat(folder, "/", size, ".db");
  const std::string import = InChild([&] { return Import(path, size); });
  const std::string read = InChild([&] { return Read(path, size); });
  double bytes = 0;
  for (const char* end : {"", "-wal"}) {
    struct stat info;
    if (stat((path + end).c_str(), &info) == 0) {
      bytes += static_cast<double>(info.st_size);
    }
  }
  const std::vector<std::string> i = absl::StrSplit(import, '|');
  const std::vector<std::string> r = absl::StrSplit(read, '|');
  std::printf(
      "| %s | %s/s | %s/s | %s | %s µs | %s µs | %s µs | %s ms | %s ms | %s ms "
      "| %s s | %s MB | %s MB | %.0f MB |\n",
      i[0].c_str(), i[1].c_str(), i[4].c_str(), i[2].c_str(), r[0].c_str(),
      r[1].c_str(), r[2].c_str(), r[3].c_str(), r[4].c_str(), r[5].c_str(),
      r[6].c_str(), i[3].c_str(), r[7].c_str(), bytes / 1e6);
  std::fflush(stdout);
  std::filesystem::remove(path);
  for (const char* end : {"-wal", "-shm"}) std::filesystem::remove(path + end);
}

int Main(int argc, char** argv) {
  std::vector<int> sizes = {10'000, 100'000, 1'000'000};
  std::string folder;
  for (int i = 1; i + 1 < argc; i += 2) {
    const std::string flag = argv[i];
    if (flag == "--folder") folder = argv[i + 1];
    if (flag == "--sizes") {
      sizes.clear();
      for (const auto part : absl::StrSplit(argv[i + 1], ',')) {
        int size = 0;
        if (!absl::SimpleAtoi(part, &size) || size < 1000) {
          std::cerr << "--sizes wants numbers of 1000 and more\n";
          return 2;
        }
        sizes.push_back(size);
      }
    }
  }
  std::string made;
  if (folder.empty()) {
    made = (std::filesystem::temp_directory_path() / "catalog-bench-XXXXXX")
               .string();
    if (mkdtemp(made.data()) == nullptr) return 1;
    folder = made;
  }
  std::printf(
      "| provisions | import | by processor time | last quarter ÷ first | read "
      "p50 | p99 | p99 by processor time | search p50 | p95 | p95 by processor "
      "time | cold start | memory importing | reading | disk |\n"
      "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- "
      "| --- | --- |\n");
  for (const int size : sizes) Measure(folder, size);
  if (!made.empty()) std::filesystem::remove_all(made);
  return 0;
}

}  // namespace
}  // namespace zhiheng::catalog::bench

int main(int argc, char** argv) {
  return zhiheng::catalog::bench::Main(argc, argv);
}
