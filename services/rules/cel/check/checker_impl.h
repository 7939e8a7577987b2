// The checker's inside. For this room only; one thread, one expression.
#ifndef SERVICES_RULES_CEL_CHECK_CHECKER_IMPL_H_
#define SERVICES_RULES_CEL_CHECK_CHECKER_IMPL_H_

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "services/rules/cel/check/checker.h"
#include "services/rules/cel/check/names.h"
#include "services/rules/cel/check/unifier.h"

namespace zhiheng::cel {

class Checker {
 public:
  Checker(const Ast& ast, const Scope& scope, const Limits& limits);
  Checked Run(const Type& expected);

 private:
  // checker.cc: the walk, names, fields and loops.
  Type Visit(int id);
  Type VisitKind(int id);
  Type Ident(int id);
  Type Declared(const Type& type);
  Type Select(int id);
  std::optional<Type> EnumMistake(int id);
  Type FieldType(int id, const std::string& name, const Type& operand);
  Type UnknownField(int offset, int length,
                    const google::protobuf::Descriptor* message,
                    const std::string& name);
  Type Loop(int id);
  void LoopVariables(const Comprehension& loop, const Type& range);
  void NamePredicate(int id);

  // literals.cc: lists, maps and messages.
  Type ListLiteral(const Node& node);
  Type MapLiteral(const Node& node);
  Type Struct(int id);
  void StructField(const google::protobuf::Descriptor* message,
                   const Node& node, size_t i, const Type& value);
  Type Entry(const Node& node, size_t entry, int value);

  // calls.cc: operators and functions.
  Type Call(int id);
  Type Logical(int id);
  Type Conditional(int id);
  Type OptionalSelect(int id);
  Type EnumOf(int id, const google::protobuf::EnumDescriptor* type);
  Type ChooseOverload(int id, const Function& function, bool member,
                      const std::vector<Type>& args);
  bool Skipped(const Function& function, const Overload& overload) const;
  void Takes(int id, const char* function);
  Type UnknownFunction(int id);
  Type NoOverload(int id, const Function& function, bool member,
                  const std::vector<Type>& args);
  std::string OverloadHint(const Function& function,
                           const std::vector<Type>& args);
  void WantBool(int id, const Type& found, absl::string_view what);

  std::string Show(const Type& type) {
    return unify_.Resolve(type, true).ToString();
  }
  Reference& Ref(int id) { return out_.references[static_cast<size_t>(id)]; }
  Type Report(int id, std::string code, std::string message,
              std::string hint = "");
  void ReportAt(int offset, int length, std::string code, std::string message,
                std::string hint = "");

  const Ast& ast_;
  const Scope& scope_;
  const Limits& limits_;
  Unifier unify_;
  LocalTypes locals_;
  // Conditions of macros, and how a message calls them.
  std::map<int, std::string> predicates_;
  // The parameters in the types of variables, for one expression.
  std::map<std::string, Type> declared_;
  Checked out_;
};

}  // namespace zhiheng::cel

#endif  // SERVICES_RULES_CEL_CHECK_CHECKER_IMPL_H_
