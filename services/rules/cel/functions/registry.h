// The functions of the language: for each name its overloads, and for each
// overload the types the checker uses, the code the evaluator runs, and one
// line of documentation in zh and en. What is declared is what runs.
//
// FunctionRegistry: filled by one thread, then immutable and thread-safe.
// An implementation is called with values of the kinds it declares; none is
// an error or unknown.
#ifndef SERVICES_RULES_CEL_FUNCTIONS_REGISTRY_H_
#define SERVICES_RULES_CEL_FUNCTIONS_REGISTRY_H_

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "services/rules/cel/types/type.h"
#include "services/rules/cel/values/context.h"
#include "services/rules/cel/values/value.h"

namespace zhiheng::cel {

using FunctionImpl = Value (*)(Context& context, absl::Span<const Value> args);

struct Overload {
  std::string id;       // unique: "add_int64"
  bool member = false;  // x.f(y): the target is the first parameter
  std::vector<Type> params;
  Type result;
  FunctionImpl impl = nullptr;
  // Same operands, same result, nothing read from the evaluation: may be
  // folded when all operands are constants.
  bool pure = true;
  const char* zh = "";
  const char* en = "";
  // False: only reached through dyn, the checker does not offer it.
  bool checked = true;
  // The checker takes it only when no overload before it fits.
  bool last_resort = false;
};

struct Function {
  std::string name;
  std::vector<Overload> overloads;
};

class FunctionRegistry {
 public:
  void Add(absl::string_view name, Overload overload);
  const Function* Find(absl::string_view name) const;
  const std::map<std::string, Function>& functions() const {
    return functions_;
  }

  // What cel-spec defines, with optionals.
  static const FunctionRegistry& Standard();
  // The standard, all extensions and the house library.
  static const FunctionRegistry& House();

 private:
  std::map<std::string, Function> functions_;
};

// Whether a value may be passed for a parameter of this type.
bool KindMatches(const Type& param, const Value& value);

// Finds the overload by the kinds of the arguments and runs it; errors and
// unknowns among the arguments come out as FirstAbnormal() has it.
Value CallByKind(Context& context, const Function& function, bool member,
                 absl::Span<const Value> args);

// One family a file.
void AddLogic(FunctionRegistry& r);
void AddArithmetic(FunctionRegistry& r);
void AddComparison(FunctionRegistry& r);
void AddConversions(FunctionRegistry& r);
void AddStrings(FunctionRegistry& r);
void AddStringsExtension(FunctionRegistry& r);
void AddTimes(FunctionRegistry& r);
void AddCollections(FunctionRegistry& r);
void AddMaps(FunctionRegistry& r);
void AddOptionals(FunctionRegistry& r);
void AddFormat(FunctionRegistry& r);
void AddMath(FunctionRegistry& r);
void AddEncoders(FunctionRegistry& r);
void AddLists(FunctionRegistry& r);
void AddSets(FunctionRegistry& r);
void AddRegexExtension(FunctionRegistry& r);
void AddHouseComparison(FunctionRegistry& r);
void AddHouseCollections(FunctionRegistry& r);
void AddDecimals(FunctionRegistry& r);
void AddMoney(FunctionRegistry& r);
void AddDates(FunctionRegistry& r);
void AddLabelText(FunctionRegistry& r);
void AddFacts(FunctionRegistry& r);

// A table of functions with their documentation, for `--help` and the README.
std::string DescribeFunctions(const FunctionRegistry& registry);

}  // namespace zhiheng::cel

#endif  // SERVICES_RULES_CEL_FUNCTIONS_REGISTRY_H_
