// Literals of a type: everyday ones, and those at the edges. Stateless.
#ifndef TESTS_DIFFERENTIAL_LITERALS_H_
#define TESTS_DIFFERENTIAL_LITERALS_H_

#include <string>

#include "services/rules/cel/types/type.h"
#include "tests/differential/random.h"

namespace zhiheng::differential {

// Text of a literal of a scalar type; "null" for what has none.
std::string LiteralText(Random& random, const cel::Type& type);

// Text for messages that hold numbers and days as text.
std::string DecimalText(Random& random);
std::string PlainString(Random& random);
int64_t IntegerOf(Random& random);
double DoubleOf(Random& random);

}  // namespace zhiheng::differential

#endif  // TESTS_DIFFERENTIAL_LITERALS_H_
