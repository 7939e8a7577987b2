// Lists, maps and messages, their optional entries included. Tested by
// checker_test.cc.
#include <google/protobuf/descriptor.h>

#include "absl/strings/str_cat.h"
#include "services/rules/cel/check/checker_impl.h"

namespace zhiheng::cel {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;

// The type that the value gives its entry: of ?x, with x an optional_type(T),
// it is T.
Type Checker::Entry(const Node& node, size_t entry, int value) {
  const Type type = Visit(value);
  if (!node.IsOptional(entry)) return type;
  const Type inside = unify_.Fresh();
  if (unify_.Assign(Type::Optional(inside), type)) {
    const Type t = unify_.Resolve(type);
    return t.IsDynamic() ? Type::Dyn() : unify_.Resolve(inside);
  }
  return Report(
      value, "cel-type",
      absl::StrCat("an entry with ? takes an optional, not ", Show(type)),
      "leave the ? out, or write optional.of(…)");
}

Type Checker::ListLiteral(const Node& node) {
  if (node.args.empty()) return Type::List(unify_.Fresh());
  Type element = Entry(node, 0, node.args[0]);
  for (size_t i = 1; i < node.args.size(); ++i) {
    element = unify_.Join(element, Entry(node, i, node.args[i]));
  }
  return Type::List(element);
}

Type Checker::MapLiteral(const Node& node) {
  if (node.args.empty()) return Type::Map(unify_.Fresh(), unify_.Fresh());
  Type key = Visit(node.args[0]);
  Type value = Entry(node, 0, node.args[1]);
  for (size_t i = 2; i + 1 < node.args.size(); i += 2) {
    key = unify_.Join(key, Visit(node.args[i]));
    value = unify_.Join(value, Entry(node, i / 2, node.args[i + 1]));
  }
  return Type::Map(key, value);
}

Type Checker::Struct(int id) {
  const Node& node = ast_.at(id);
  std::vector<Type> values;
  for (size_t i = 0; i < node.args.size(); ++i) {
    values.push_back(Entry(node, i, node.args[i]));
  }
  std::string full;
  const Descriptor* message = FindMessage(scope_, node.name, &full);
  if (message == nullptr) {
    return Report(id, "cel-unknown-type",
                  absl::StrCat("no message type named ", node.name));
  }
  out_.structs[static_cast<size_t>(id)] = message;
  for (size_t i = 0; i < node.fields.size(); ++i) {
    StructField(message, node, i, values[i]);
  }
  return Type::OfMessage(message);
}

void Checker::StructField(const Descriptor* message, const Node& node, size_t i,
                          const Type& value) {
  const std::string& name = node.fields[i];
  const int length = static_cast<int>(name.size());
  const FieldDescriptor* field = FindField(scope_, message, name);
  if (field == nullptr) {
    UnknownField(node.field_offsets[i], length, message, name);
    return;
  }
  const Type wanted = Type::OfField(field, scope_.strong_enums);
  if (unify_.Assign(wanted, value)) return;
  // NullValue is an enum: its number may be written too.
  if (wanted.Is(TypeKind::kNull) && unify_.Resolve(value).Is(TypeKind::kInt)) {
    return;
  }
  ReportAt(node.field_offsets[i], length, "cel-type",
           absl::StrCat("the field ", name, " takes ", wanted.ToString(),
                        ", not ", Show(value)));
}

}  // namespace zhiheng::cel
