// Gives every node its type, every name its meaning and every call the
// overloads that fit, and reports all mistakes at once.
//
// Gradual: dyn fits everything and is looked at when evaluating. Thread-safe
// (no state). The scope, its pool and its registry must outlive the result.
// Every node of a macro's fold is typed like any other, so that the checked
// tree alone says what the expression means.
#ifndef SERVICES_RULES_CEL_CHECK_CHECKER_H_
#define SERVICES_RULES_CEL_CHECK_CHECKER_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "services/rules/cel/functions/registry.h"
#include "services/rules/cel/syntax/ast.h"
#include "services/rules/cel/syntax/issue.h"
#include "services/rules/cel/syntax/limits.h"
#include "services/rules/cel/types/type.h"

namespace google::protobuf {
class DescriptorPool;
}  // namespace google::protobuf

namespace zhiheng::cel {

class TypeNames;

// What an expression may name.
struct Scope {
  const google::protobuf::DescriptorPool* pool = nullptr;
  // Of `pool`; may be left out. With it a scope belongs to one thread.
  TypeNames* type_names = nullptr;
  const FunctionRegistry* functions = nullptr;
  std::string container;
  // Variables, constants and definitions.
  std::map<std::string, Type> names;
  bool allow_double = true;
  // Enums are types of their own instead of ints.
  bool strong_enums = false;
  // 1 < 2.0: numbers of two kinds compare.
  bool mixed_number_order = true;
  // Off: names are looked up and nothing else; what does not fit is an error
  // value of the evaluation instead of an issue.
  bool check_types = true;
};

// What an identifier, a dotted name or a call stands for.
struct Reference {
  enum class Kind : uint8_t {
    kNone,
    kName,  // a variable; of a call its function when the target is its space
    kLoopVariable,
    kEnumValue,
    kType,
    kEnumType,    // of a call: makes a value of that enum
    kUnresolved,  // only without check_types
  };
  Kind kind = Kind::kNone;
  std::string name;  // resolved: "zhiheng.facts.v1.Role"
  int64_t number = 0;
};

struct Checked {
  std::vector<Type> types;                                   // by node
  std::vector<Reference> references;                         // by node
  std::vector<std::vector<const Overload*>> overloads;       // by node
  std::vector<const google::protobuf::Descriptor*> structs;  // by node
  Type type;                                                 // of the root
  std::vector<Issue> issues;
  bool ok() const { return issues.empty(); }
};

// `expected` dyn accepts every type.
Checked Check(const Ast& ast, const Scope& scope, const Type& expected,
              const Limits& limits);

// The tree with types and references, one node a line.
std::string DumpChecked(const Ast& ast, const Checked& checked);

}  // namespace zhiheng::cel

#endif  // SERVICES_RULES_CEL_CHECK_CHECKER_H_
