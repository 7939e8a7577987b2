// What a name means in a scope. Stateless.
#ifndef SERVICES_RULES_CEL_CHECK_NAMES_H_
#define SERVICES_RULES_CEL_CHECK_NAMES_H_

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "services/rules/cel/check/checker.h"

namespace google::protobuf {
class EnumDescriptor;
class FieldDescriptor;
}  // namespace google::protobuf

namespace zhiheng::cel {

// container a.b and name N: a.b.N, a.N, N; .N is N alone.
std::vector<std::string> Candidates(const Scope& scope, absl::string_view name);

// a.b.c of plain names; nullopt for anything else, and when the first of them
// is one of `locals`.
using LocalTypes = std::vector<std::pair<std::string, Type>>;
std::optional<std::string> QualifiedName(const Ast& ast, int id,
                                         const LocalTypes& locals);
const Type* FindLocal(const LocalTypes& locals, const std::string& name);

// A variable, type or enum value; nullopt when there is none.
struct Resolved {
  Reference reference;
  Type type;
};
std::optional<Resolved> ResolveName(const Scope& scope, absl::string_view name);

const google::protobuf::Descriptor* FindMessage(const Scope& scope,
                                                absl::string_view name,
                                                std::string* full);
const google::protobuf::EnumDescriptor* FindEnum(const Scope& scope,
                                                 absl::string_view name);
const Function* FindFunction(const Scope& scope, absl::string_view name,
                             std::string* full);
// A field by name, or an extension field by full name.
const google::protobuf::FieldDescriptor* FindField(
    const Scope& scope, const google::protobuf::Descriptor* message,
    const std::string& name);

// The nearest of `names`, as a hint; empty when none is near.
std::string DidYouMean(absl::string_view word,
                       const std::vector<std::string>& names);

}  // namespace zhiheng::cel

#endif  // SERVICES_RULES_CEL_CHECK_NAMES_H_
