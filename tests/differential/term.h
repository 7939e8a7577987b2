// An expression as it was generated: fixed text with smaller expressions in it,
// each with its type, so that it can be taken apart again. Value type.
#ifndef TESTS_DIFFERENTIAL_TERM_H_
#define TESTS_DIFFERENTIAL_TERM_H_

#include <string>
#include <vector>

#include "services/rules/cel/types/type.h"

namespace zhiheng::differential {

struct Term {
  cel::Type type;
  std::vector<std::string> texts;  // one more than `kids`
  std::vector<Term> kids;

  static Term Leaf(cel::Type type, std::string text) {
    return {std::move(type), {std::move(text)}, {}};
  }

  std::string Text() const;
  int Size() const;
};

// Smaller terms to try in place of `term`, most promising first: a part of the
// same type, a plain literal, a term with one part made smaller.
std::vector<Term> Smaller(const Term& term);

}  // namespace zhiheng::differential

#endif  // TESTS_DIFFERENTIAL_TERM_H_
