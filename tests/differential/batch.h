// One batch: from a seed a pack of expressions and some facts, compared; and
// what is left of it when a difference was made as small as it gets.
//
// One thread.
#ifndef TESTS_DIFFERENTIAL_BATCH_H_
#define TESTS_DIFFERENTIAL_BATCH_H_

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <string>

#include "tests/differential/generator.h"
#include "tests/differential/world.h"

namespace zhiheng::differential {

struct Tally {
  int64_t batches = 0;
  int64_t cases = 0;     // answers compared
  int64_t accepted = 0;  // expressions that compiled
  int64_t refused = 0;   // expressions that the checker refused
};

class Comparison {
 public:
  Comparison();
  ~Comparison();

  // Empty, or a report of the difference: the smallest expressions and facts
  // that show it, both answers, and the seed that leads to it again.
  std::string RunBatch(uint64_t seed, Tally* tally);
  // The expressions of a batch, one a line, for when running it crashes.
  std::string ShowBatch(uint64_t seed);

 private:
  struct Side {
    std::unique_ptr<World> world;
    std::unique_ptr<Generator> generator;
  };
  std::array<Side, 4> sides_;  // generated, dynamic; folded, then not
};

}  // namespace zhiheng::differential

#endif  // TESTS_DIFFERENTIAL_BATCH_H_
