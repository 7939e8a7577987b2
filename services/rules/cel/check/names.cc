// Name resolution as cel-spec has it: the longest container first. Tested by
// checker_test.cc.
#include "services/rules/cel/check/names.h"

#include <google/protobuf/descriptor.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/common/base/text.h"
#include "services/rules/cel/check/type_names.h"

namespace zhiheng::cel {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::EnumDescriptor;
using google::protobuf::FieldDescriptor;

const std::map<std::string, Type>& BuiltInTypes() {
  static const auto* const types = new std::map<std::string, Type>{
      {"bool", Type::Bool()},
      {"int", Type::Int()},
      {"uint", Type::Uint()},
      {"double", Type::Double()},
      {"string", Type::String()},
      {"bytes", TypeKind::kBytes},
      {"null_type", Type::Null()},
      {"list", Type::List(Type::Dyn())},
      {"map", Type::Map(Type::Dyn(), Type::Dyn())},
      {"type", TypeKind::kTypeType},
      {"decimal", Type::Decimal()},
      {"money", Type::Money()},
      {"date", Type::Date()},
      {"optional_type", Type::Optional(Type::Dyn())},
      {"google.protobuf.Timestamp", Type::Timestamp()},
      {"google.protobuf.Duration", Type::Duration()}};
  return *types;
}

Resolved Found(Reference::Kind kind, const std::string& name, Type type,
               int64_t number = 0) {
  Resolved found;
  found.reference.kind = kind;
  found.reference.name = name;
  found.reference.number = number;
  found.type = std::move(type);
  return found;
}

const Descriptor* MessageNamed(const Scope& scope, const std::string& full) {
  return scope.type_names != nullptr ? scope.type_names->Message(full)
                                     : scope.pool->FindMessageTypeByName(full);
}

const EnumDescriptor* EnumNamed(const Scope& scope, const std::string& full) {
  return scope.type_names != nullptr ? scope.type_names->Enum(full)
                                     : scope.pool->FindEnumTypeByName(full);
}

// What one full name stands for.
std::optional<Resolved> Lookup(const Scope& scope, const std::string& full) {
  using Kind = Reference::Kind;
  if (const auto it = scope.names.find(full); it != scope.names.end()) {
    return Found(Kind::kName, full, it->second);
  }
  if (const auto it = BuiltInTypes().find(full); it != BuiltInTypes().end()) {
    return Found(Kind::kType, full, Type::TypeOf(it->second));
  }
  if (scope.pool == nullptr) return std::nullopt;
  if (const Descriptor* m = MessageNamed(scope, full)) {
    return Found(Kind::kType, full, Type::TypeOf(Type::OfMessage(m)));
  }
  if (scope.strong_enums && EnumNamed(scope, full) != nullptr) {
    return Found(Kind::kType, full, Type::TypeOf(Type::Enum(full)));
  }
  const size_t dot = full.rfind('.');
  if (dot == std::string::npos) return std::nullopt;
  const EnumDescriptor* e = EnumNamed(scope, full.substr(0, dot));
  const auto* value =
      e == nullptr ? nullptr : e->FindValueByName(full.substr(dot + 1));
  if (value == nullptr) return std::nullopt;
  return Found(Kind::kEnumValue, full,
               scope.strong_enums ? Type::Enum(e->full_name()) : Type::Int(),
               value->number());
}

}  // namespace

std::vector<std::string> Candidates(const Scope& scope,
                                    absl::string_view name) {
  if (absl::ConsumePrefix(&name, ".")) return {std::string(name)};
  std::vector<std::string> out;
  for (absl::string_view c = scope.container; !c.empty();) {
    out.push_back(absl::StrCat(c, ".", name));
    const size_t dot = c.rfind('.');
    c = dot == absl::string_view::npos ? "" : c.substr(0, dot);
  }
  out.emplace_back(name);
  return out;
}

const Type* FindLocal(const LocalTypes& locals, const std::string& name) {
  for (auto it = locals.rbegin(); it != locals.rend(); ++it) {
    if (it->first == name) return &it->second;
  }
  return nullptr;
}

std::optional<std::string> QualifiedName(const Ast& ast, int id,
                                         const LocalTypes& locals) {
  std::vector<absl::string_view> fields;
  while (ast.at(id).kind == NodeKind::kSelect && !ast.at(id).test_only) {
    fields.push_back(ast.at(id).name);
    id = ast.at(id).args[0];
  }
  const Node& first = ast.at(id);
  if (first.kind != NodeKind::kIdent ||
      FindLocal(locals, first.name) != nullptr) {
    return std::nullopt;
  }
  std::string name = first.name;
  for (auto it = fields.rbegin(); it != fields.rend(); ++it) {
    absl::StrAppend(&name, ".", *it);
  }
  return name;
}

std::optional<Resolved> ResolveName(const Scope& scope,
                                    absl::string_view name) {
  for (const std::string& full : Candidates(scope, name)) {
    if (auto found = Lookup(scope, full)) return found;
  }
  return std::nullopt;
}

const Descriptor* FindMessage(const Scope& scope, absl::string_view name,
                              std::string* full) {
  if (scope.pool == nullptr) return nullptr;
  for (std::string& candidate : Candidates(scope, name)) {
    if (const auto* m = MessageNamed(scope, candidate)) {
      *full = std::move(candidate);
      return m;
    }
  }
  return nullptr;
}

const EnumDescriptor* FindEnum(const Scope& scope, absl::string_view name) {
  if (scope.pool == nullptr) return nullptr;
  for (const std::string& full : Candidates(scope, name)) {
    if (const auto* e = EnumNamed(scope, full)) return e;
  }
  return nullptr;
}

const Function* FindFunction(const Scope& scope, absl::string_view name,
                             std::string* full) {
  for (std::string& candidate : Candidates(scope, name)) {
    if (const Function* f = scope.functions->Find(candidate)) {
      *full = std::move(candidate);
      return f;
    }
  }
  return nullptr;
}

const FieldDescriptor* FindField(const Scope& scope, const Descriptor* message,
                                 const std::string& name) {
  if (const auto* field = message->FindFieldByName(name)) return field;
  const FieldDescriptor* extension =
      scope.pool == nullptr ? nullptr : scope.pool->FindExtensionByName(name);
  return extension != nullptr && extension->containing_type() == message
             ? extension
             : nullptr;
}

std::string DidYouMean(absl::string_view word,
                       const std::vector<std::string>& names) {
  const std::string near = NearestWord(word, names);
  return near.empty() ? "" : absl::StrCat("did you mean \"", near, "\"?");
}

}  // namespace zhiheng::cel
