// Random expressions, directed by types: what is generated mostly passes the
// checker. Every function of the registry takes part, every field of the facts,
// every macro; a few arguments are wrapped in dyn() or are of a wrong type.
//
// One thread. The scope must outlive the generator.
#ifndef TESTS_DIFFERENTIAL_GENERATOR_H_
#define TESTS_DIFFERENTIAL_GENERATOR_H_

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "services/rules/cel/check/checker.h"
#include "tests/differential/random.h"
#include "tests/differential/term.h"

namespace zhiheng::differential {

struct GeneratorOptions {
  int depth = 4;
  // Chances in percent.
  unsigned dyn = 4;
  unsigned reuse = 12;
  // Without: only what every implementation of the language has.
  bool house = true;
  // When not empty, only these functions.
  std::set<std::string> functions;
};

class Generator {
 public:
  Generator(const cel::Scope& scope, const GeneratorOptions& options);

  Term Generate(Random& random, const cel::Type& goal);
  // A type that an expression may well have.
  cel::Type RandomType(Random& random);
  // Forgets the terms kept for use in other expressions.
  void ForgetTerms() { kept_.clear(); }
  // Paths of the facts that can be named unknown or absent.
  const std::vector<std::string>& paths() const { return paths_; }

 private:
  struct Call {
    std::string name;
    const cel::Overload* overload;
  };
  using Binding = std::map<std::string, cel::Type>;

  void AddPaths(const std::string& path, const cel::Type& type, int depth);
  void AddCalls();
  static bool Unify(const cel::Type& param, const cel::Type& type, Binding* b);
  static cel::Type Bound(const cel::Type& param, const Binding& b);
  void BindFree(Random& random, const cel::Type& param, Binding* b);

  Term Any(Random& random, const cel::Type& goal, int depth);
  Term Literal(Random& random, const cel::Type& goal);
  bool Name(Random& random, const cel::Type& goal, Term* out);
  bool Function(Random& random, const cel::Type& goal, int depth, Term* out);
  Term Written(const Call& call, const cel::Type& goal, std::vector<Term> args);
  Term Conditional(Random& random, const cel::Type& goal, int depth);
  Term Bind(Random& random, const cel::Type& goal, int depth);
  bool Macro(Random& random, const cel::Type& goal, int depth, Term* out);
  Term Collection(Random& random, const cel::Type& goal, int depth);
  Term Argument(Random& random, const cel::Type& goal, int depth);
  std::string Fresh() { return "v" + std::to_string(next_variable_++); }

  const cel::Scope& scope_;
  GeneratorOptions options_;
  std::vector<std::pair<std::string, cel::Type>> names_;  // paths with types
  std::vector<std::string> paths_;
  std::vector<std::string> tests_;  // paths for has()
  std::vector<Call> calls_;
  std::map<cel::TypeKind, std::vector<int>> calls_by_result_;
  std::vector<std::pair<std::string, cel::Type>> locals_;
  std::vector<Term> kept_;
  int next_variable_ = 0;
};

}  // namespace zhiheng::differential

#endif  // TESTS_DIFFERENTIAL_GENERATOR_H_
