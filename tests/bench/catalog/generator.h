// An invented catalog of any size: titles, structure and lengths like real laws
// and standards, words drawn with the skew of a real language. No text of a
// law.
//
// Deterministic: the same seed gives the same catalog. For one thread.
#ifndef TESTS_BENCH_CATALOG_GENERATOR_H_
#define TESTS_BENCH_CATALOG_GENERATOR_H_

#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "services/catalog/store/catalog_store.h"

namespace zhiheng::catalog::bench {

class Generator {
 public:
  explicit Generator(uint32_t seed = 20261121);

  // The next instrument with one to four editions, each with 5 to 600
  // provisions (median 66, mean 90) of 8 to 650 characters (median 75, mean
  // 100), as counted in a collection of Chinese laws.
  Batch Next();

  // `words` words in a row, as they occur in texts.
  std::string Phrase(int words);

 private:
  std::string Text(int chars);
  const std::string& Word();

  std::mt19937 random_;
  std::vector<std::string> words_;
  std::vector<double> weights_;  // cumulated
  int next_ = 0;
};

}  // namespace zhiheng::catalog::bench

#endif  // TESTS_BENCH_CATALOG_GENERATOR_H_
