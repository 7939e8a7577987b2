// The forty rules written by hand, twice: as a competent programmer would with
// RE2 and plain loops, and tuned for speed. Baselines for the engine.
//
// Thread-safe after construction of the static tables.
#ifndef TESTS_BENCH_CEL40_HANDWRITTEN_H_
#define TESTS_BENCH_CEL40_HANDWRITTEN_H_

#include "cel40/label_generator.h"

namespace zhiheng::bench {

Broken CheckPlain(const v1::Label& label);
Broken CheckTuned(const v1::Label& label);

}  // namespace zhiheng::bench

#endif  // TESTS_BENCH_CEL40_HANDWRITTEN_H_
