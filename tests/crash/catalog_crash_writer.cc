// Writes until it is killed:  catalog_crash_writer STORE FIRST_STEP
//
// STORE is sqlite:FILE or postgres:CONNINFO. Says `step` when a group of steps
// is about to be written and `ack N` for each step once the store has answered.
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "absl/time/clock.h"
#include "services/catalog/engine/open_store.h"
#include "tests/crash/crash_batches.h"

int main(int argc, char** argv) {
  using namespace zhiheng::catalog;  // NOLINT: a main
  if (argc != 3) return 2;
  const auto store = OpenStore(argv[1]);
  if (!store.ok()) {
    std::fprintf(stderr, "%s\n", store.status().ToString().c_str());
    return 1;
  }
  const auto say = [](const std::string& line) {
    return write(1, line.data(), line.size()) ==
           static_cast<ssize_t>(line.size());
  };
  for (int step = std::atoi(argv[2]);;) {
    const int size = 1 + (step * 7) % 5;
    std::vector<Batch> group;
    for (int i = 0; i < size; ++i) {
      group.push_back(crash::BatchOf(step + i));
    }
    if (!say("step\n")) return 0;
    const auto results = (*store)->CommitGroup(group, absl::Now());
    if (!results.ok()) {
      std::fprintf(stderr, "%s\n", results.status().ToString().c_str());
      return 1;
    }
    for (int i = 0; i < size; ++i, ++step) {
      if (!say(absl::StrCat("ack ", step, "\n"))) return 0;
    }
  }
}
