#include "tests/conformance/cel_spec_trees.h"

#include <map>
#include <memory>

#include "absl/strings/str_cat.h"
#include "services/rules/cel/check/checker.h"
#include "services/rules/cel/functions/registry.h"
#include "services/rules/cel/syntax/parser.h"
#include "tests/conformance/cel_spec_printer.h"
#include "tests/conformance/cel_spec_values.h"

namespace zhiheng::conformance {
namespace {

using cel::Type;
using cel::TypeKind;
using google::protobuf::Message;

// Names that the suite takes as declared.
const std::map<std::string, Type>& SuiteVariables() {
  static const auto* const variables = new std::map<std::string, Type>{
      {"is", Type::String()},  {"ii", Type::Int()},    {"iu", Type::Uint()},
      {"iz", Type::Bool()},    {"id", Type::Double()}, {"ix", Type::Null()},
      {"ib", TypeKind::kBytes}};
  return *variables;
}

cel::Overload Declared(std::string id, bool member, std::vector<Type> params,
                       Type result) {
  cel::Overload overload;
  overload.id = std::move(id);
  overload.member = member;
  overload.params = std::move(params);
  overload.result = std::move(result);
  return overload;
}

struct Environment {
  cel::FunctionRegistry functions = cel::FunctionRegistry::Standard();
  cel::Scope scope;
};

std::unique_ptr<Environment> MakeEnvironment(CelSpecData* data,
                                             const Message& test) {
  auto env = std::make_unique<Environment>();
  env->scope.pool = data->pool();
  env->scope.functions = &env->functions;
  env->scope.container = TextField(test, "container");
  env->scope.names = SuiteVariables();
  env->functions.Add("fg_s", Declared("fg_s_0", false, {}, Type::String()));
  env->functions.Add(
      "fi_s_s", Declared("fi_s_s_0", true, {Type::String()}, Type::String()));
  for (const Message* declaration : RepeatedField(test, "type_env")) {
    const std::string name = TextField(*declaration, "name");
    if (WhichOneof(*declaration, "decl_kind") == "function") {
      for (cel::Overload& o : OverloadsFromProto(data, *declaration)) {
        env->functions.Add(name, std::move(o));
      }
    } else {
      env->scope.names[name] = TypeFromProto(
          data, MessageField(MessageField(*declaration, "ident"), "type"));
    }
  }
  return env;
}

std::string Compare(absl::string_view what, const std::string& got,
                    const std::string& want) {
  return got == want
             ? ""
             : absl::StrCat(what, " differs; got\n", got, "\nwant\n", want);
}

// The checked tree with numbers of two kinds comparing, or not; empty when it
// is the printed one.
std::string CompareChecked(CelSpecData* data, const CelSpecCase& item,
                           const cel::Ast& ast, bool mixed) {
  const bool refused = item.checked_ast.empty() && item.type.empty();
  const auto env = MakeEnvironment(data, *item.test);
  env->scope.mixed_number_order = mixed;
  const cel::Checked checked =
      cel::Check(ast, env->scope, Type::Dyn(), cel::Limits());
  if (!checked.ok()) {
    return refused
               ? ""
               : absl::StrCat("does not check: ", checked.issues[0].message);
  }
  if (refused) return "checks, but should not";
  return Compare("the checked tree", PrintChecked(ast, checked, env->scope),
                 item.checked_ast);
}

}  // namespace

std::string CompareTrees(CelSpecData* data, const CelSpecCase& item) {
  cel::Limits limits;
  limits.parse_depth = 32;
  limits.tree_height = 32;
  cel::Dialect dialect;
  dialect.optional_syntax = false;
  dialect.quoted_names = false;
  dialect.extension_macros = false;
  const cel::Parsed parsed =
      cel::Parse(TextField(*item.test, "expr"), limits, dialect);
  const bool refused = item.checked_ast.empty() && item.type.empty();
  if (!parsed.ok()) {
    if (refused && item.ast.empty()) return "";
    return absl::StrCat("does not parse: ", parsed.issues[0].message);
  }
  if (item.ast.empty() && refused) return "parses, but should not";
  if (std::string why = Compare("the tree", PrintParsed(parsed.ast), item.ast);
      !why.empty()) {
    return why;
  }
  // The suite does not say which of the two a case was printed with.
  std::string why = CompareChecked(data, item, parsed.ast, true);
  return why.empty() ? why : CompareChecked(data, item, parsed.ast, false);
}

}  // namespace zhiheng::conformance
