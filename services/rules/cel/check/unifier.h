// Type parameters and what they stand for while one expression is checked.
// Every parameter in use is one that Fresh() or Instantiate() made.
//
// One thread. Trying something and taking it back costs what it changed.
#ifndef SERVICES_RULES_CEL_CHECK_UNIFIER_H_
#define SERVICES_RULES_CEL_CHECK_UNIFIER_H_

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "services/rules/cel/types/type.h"

namespace zhiheng::cel {

class Unifier {
 public:
  Type Fresh() { return Type::Param("_" + std::to_string(++last_)); }
  // The same type with parameters A, B … renamed for one use.
  Type Instantiate(const Type& type, std::map<std::string, Type>* names);

  // Whether a value of type `actual` may stand where `formal` is wanted; binds
  // parameters. On failure bindings are as before.
  bool Assign(const Type& formal, const Type& actual);

  // A state to come back to.
  size_t Mark() const { return trail_.size(); }
  void Rollback(size_t mark);

  // With bound parameters replaced; unbound ones become dyn when `close`.
  Type Resolve(const Type& type, bool close = false) const;

  // The type of a value that is a or b: the more general one, or dyn.
  Type Join(const Type& a, const Type& b);

 private:
  bool Unify(const Type& formal, const Type& actual);
  bool UnifyBound(const Type& param, const Type& now, const Type& other);
  bool Occurs(const std::string& name, const Type& type) const;
  // What is still open in the type becomes dyn.
  void BindFree(const Type& type);
  void Bind(const std::string& name, Type type);

  std::map<std::string, Type> bound_;
  // What each binding replaced.
  std::vector<std::pair<std::string, std::optional<Type>>> trail_;
  int last_ = 0;
};

}  // namespace zhiheng::cel

#endif  // SERVICES_RULES_CEL_CHECK_UNIFIER_H_
