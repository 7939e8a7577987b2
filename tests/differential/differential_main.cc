// Compares the engine with the reference evaluator over random expressions and
// facts: differential --cases N [--seed S] [--batches N] [--differences N]
// [--show 1]. Ends with a line of counts; exit
// code 1 and a report after a difference.
#include <google/protobuf/stubs/logging.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>

#include "tests/differential/batch.h"

int main(int argc, char** argv) {
  int64_t cases = 100'000;
  uint64_t seed = 1;
  int64_t batches = -1;
  int differences = 1;
  int show = 0;
  for (int i = 1; i + 1 < argc; i += 2) {
    if (std::strcmp(argv[i], "--cases") == 0) cases = std::atoll(argv[i + 1]);
    if (std::strcmp(argv[i], "--batches") == 0) {
      batches = std::atoll(argv[i + 1]);
    }
    if (std::strcmp(argv[i], "--show") == 0) show = std::atoi(argv[i + 1]);
    if (std::strcmp(argv[i], "--differences") == 0) {
      differences = std::atoi(argv[i + 1]);
    }
    if (std::strcmp(argv[i], "--seed") == 0) {
      seed = std::strtoull(argv[i + 1], nullptr, 10);
    }
  }
  // Any of unknown types are among the facts; no need to say so each time.
  google::protobuf::SetLogHandler(nullptr);
  zhiheng::differential::Comparison comparison;
  zhiheng::differential::Tally tally;
  const uint64_t first = seed;
  int found = 0;
  while (tally.cases < cases && batches-- != 0 && found < differences) {
    if (show != 0) {
      std::printf("%s", comparison.ShowBatch(seed).c_str());
      std::fflush(stdout);
    }
    const std::string report = comparison.RunBatch(seed++, &tally);
    if (report.empty()) continue;
    ++found;
    std::printf("DIFFERENCE %s", report.c_str());
    std::fflush(stdout);
  }
  std::printf(
      "%lld cases in %lld batches (seeds %llu to %llu), %lld expressions, "
      "%lld refused, %d differences\n",
      static_cast<long long>(tally.cases),
      static_cast<long long>(tally.batches),
      static_cast<unsigned long long>(first),
      static_cast<unsigned long long>(seed - 1),
      static_cast<long long>(tally.accepted),
      static_cast<long long>(tally.refused), found);
  return found > 0 ? 1 : 0;
}
