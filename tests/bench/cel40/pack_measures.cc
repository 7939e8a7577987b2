#include "cel40/pack_measures.h"

#include <time.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "cel40/pack_subject.h"
#include "services/common/base/status_macros.h"
#include "services/rules/diagnostic/diagnostic.h"
#include "services/rules/engine/pack_registry.h"
#include "services/rules/packs/pack_reader.h"

namespace zhiheng::bench {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::duration;

// Every copy of a rule asks for another number or text, as rules of one law do.
std::vector<BenchRule> Different(const std::vector<BenchRule>& rules,
                                 int count) {
  std::vector<BenchRule> out;
  for (int i = 0; i < count; ++i) {
    BenchRule rule = rules[static_cast<size_t>(i) % rules.size()];
    rule.id = absl::StrCat("R", 1000 + i);
    absl::StrAppend(&rule.expr, " || label.grade == \"", i, "\"");
    out.push_back(std::move(rule));
  }
  return out;
}

// What this thread has used of a processor: the neighbours do not count.
double ThreadMilliseconds() {
  timespec used;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used);
  return static_cast<double>(used.tv_sec) * 1e3 +
         static_cast<double>(used.tv_nsec) / 1e6;
}

double Percentile99(std::vector<double> times) {
  std::sort(times.begin(), times.end());
  return times.empty() ? 0 : times[times.size() * 99 / 100];
}

// Eight threads judge until `stop`; what each label took, in microseconds.
std::vector<double> JudgeUntil(const std::atomic<bool>& stop,
                               const rules::PackRegistry& registry,
                               const std::vector<LabelCase>& labels) {
  constexpr int kThreads = 8;
  std::vector<std::vector<double>> times(kThreads);
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&, t] {
      for (size_t i = static_cast<size_t>(t); !stop; ++i) {
        const auto start = Clock::now();
        const auto set = registry.Current();
        PackSubject subject(set->packs()[0]);
        subject.Verdicts(labels[i % labels.size()].label);
        times[static_cast<size_t>(t)].push_back(
            duration<double, std::micro>(Clock::now() - start).count());
      }
    });
  }
  std::vector<double> all;
  for (int t = 0; t < kThreads; ++t) {
    threads[static_cast<size_t>(t)].join();
    all.insert(all.end(), times[static_cast<size_t>(t)].begin(),
               times[static_cast<size_t>(t)].end());
  }
  return all;
}

}  // namespace

absl::StatusOr<CompileTimes> CompileMany(const std::vector<BenchRule>& all,
                                         int count) {
  const std::string text = PackText(Different(all, count), 1);
  std::vector<double> read;
  std::vector<double> whole;
  for (int i = 0; i < 5; ++i) {
    rules::Diagnostics diagnostics;
    const double start = ThreadMilliseconds();
    const auto source = rules::ReadPack("bench.yaml", text, &diagnostics);
    const double middle = ThreadMilliseconds();
    ASSIGN_OR_RETURN(const auto pack, CompileText(text));
    read.push_back(middle - start);
    whole.push_back(ThreadMilliseconds() - middle);
  }
  std::sort(read.begin(), read.end());
  std::sort(whole.begin(), whole.end());
  return CompileTimes{read[2], std::max(0.0, whole[2] - read[2])};
}

absl::StatusOr<SwapTimes> SwapUnderLoad(const std::vector<BenchRule>& rules,
                                        const std::vector<LabelCase>& labels) {
  using std::chrono::milliseconds;
  constexpr int kRounds = 4;
  constexpr int kSwapsPerRound = 50;
  const auto make =
      [&]() -> absl::StatusOr<std::shared_ptr<const rules::PackSet>> {
    ASSIGN_OR_RETURN(const auto pack, CompileText(PackText(rules, 1)));
    return std::make_shared<const rules::PackSet>(
        std::vector<std::shared_ptr<const rules::CompiledPack>>{pack},
        rules::Calendar());
  };
  // Compiled before: what is measured is the swap.
  std::vector<std::shared_ptr<const rules::PackSet>> next;
  for (int i = 0; i <= kRounds * kSwapsPerRound; ++i) {
    ASSIGN_OR_RETURN(next.emplace_back(), make());
  }
  rules::PackRegistry registry(std::move(next.back()));
  next.pop_back();
  SwapTimes out;
  std::vector<double> times[2];
  for (int round = 0; round < 2 * kRounds; ++round) {
    const bool swapping = round % 2 == 1;
    std::atomic<bool> stop{false};
    std::thread clock([&] {
      for (int i = 0; i < kSwapsPerRound; ++i) {
        std::this_thread::sleep_for(milliseconds(10));
        if (!swapping) continue;
        registry.Swap(std::move(next.back()));
        next.pop_back();
        ++out.swaps;
      }
      stop = true;
    });
    const std::vector<double> took = JudgeUntil(stop, registry, labels);
    clock.join();
    times[swapping].insert(times[swapping].end(), took.begin(), took.end());
  }
  out.calm_p99 = Percentile99(std::move(times[0]));
  out.swapped_p99 = Percentile99(std::move(times[1]));
  return out;
}

}  // namespace zhiheng::bench
