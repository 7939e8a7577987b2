// Whether two evaluations gave the same answer. Stateless.
#ifndef TESTS_DIFFERENTIAL_COMPARE_H_
#define TESTS_DIFFERENTIAL_COMPARE_H_

#include <string>

#include "services/rules/cel/values/value.h"

namespace zhiheng::differential {

// The same kind and the same content: doubles by their bits, decimals with
// their printed digits, maps whatever their order, messages by their fields,
// errors by their code, unknowns by the set of their paths.
bool SameAnswer(const cel::Value& a, const cel::Value& b);

// Some part of the value, or the value, is an error of this code.
bool HoldsError(const cel::Value& value, const char* code);

}  // namespace zhiheng::differential

#endif  // TESTS_DIFFERENTIAL_COMPARE_H_
