#include "tests/conformance/cel_spec_runner.h"

#include <set>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/rules/cel/functions/registry.h"
#include "services/rules/cel/module/environment.h"
#include "services/rules/cel/module/environment_impl.h"
#include "services/rules/cel/module/module.h"
#include "services/rules/cel/reference/reference.h"
#include "services/rules/cel/syntax/parser.h"
#include "tests/conformance/cel_spec_values.h"

namespace zhiheng::conformance {
namespace {

using google::protobuf::Message;

// What a case declares and binds, and how its section wants it read.
absl::StatusOr<std::shared_ptr<const cel::Environment>> MakeEnvironment(
    CelSpecData* data, const CelSpecCase& item, Mode mode) {
  const Message& test = *item.test;
  cel::EnvironmentBuilder builder(data->pool(), data->factory());
  builder.AllowDouble(true);
  builder.SetContainer(TextField(test, "container"));
  cel::LanguageOptions options;
  options.strong_enums = absl::StartsWith(item.section, "enums/strong");
  options.check_types = !BoolField(test, "disable_check");
  options.fold = mode == Mode::kFolded;
  builder.SetOptions(options);
  std::set<std::string> declared;
  for (const Message* declaration : RepeatedField(test, "type_env")) {
    const std::string name = TextField(*declaration, "name");
    if (WhichOneof(*declaration, "decl_kind") == "function") {
      for (cel::Overload& overload : OverloadsFromProto(data, *declaration)) {
        builder.AddFunction(name, std::move(overload));
      }
      continue;
    }
    declared.insert(name);
    builder.AddVariable(
        name,
        TypeFromProto(
            data, MessageField(MessageField(*declaration, "ident"), "type")));
  }
  // What is only bound may be anything.
  for (const Message* binding : RepeatedField(test, "bindings")) {
    const std::string name = TextField(*binding, "key");
    if (declared.count(name) == 0) builder.AddVariable(name, cel::Type::Dyn());
  }
  return builder.Build();
}

std::string CheckResult(CelSpecData* data, const Message& test,
                        const cel::Value& got) {
  const std::string matcher = WhichOneof(test, "result_matcher");
  if (matcher == "eval_error" || matcher == "any_eval_errors") {
    return got.IsError()
               ? ""
               : absl::StrCat("got ", cel::DebugString(got), ", want an error");
  }
  if (matcher == "unknown" || matcher == "any_unknowns") {
    return got.IsUnknown() ? ""
                           : absl::StrCat("got ", cel::DebugString(got),
                                          ", want an unknown");
  }
  if (matcher == "value") {
    return Difference(data, got, MessageField(test, "value"));
  }
  if (matcher == "typed_result") {
    return Difference(
        data, got, MessageField(MessageField(test, "typed_result"), "result"));
  }
  return got.IsTrue()
             ? ""
             : absl::StrCat("got ", cel::DebugString(got), ", want true");
}

// Bound values by name.
std::map<std::string, cel::Value> Bindings(const Message& test,
                                           ValueMaker* values) {
  std::map<std::string, cel::Value> out;
  for (const Message* binding : RepeatedField(test, "bindings")) {
    const Message& value = MessageField(*binding, "value");
    if (WhichOneof(value, "kind") != "value") continue;
    out[TextField(*binding, "key")] =
        values->FromProto(MessageField(value, "value"));
  }
  return out;
}

std::string WrongType(CelSpecData* data, const Message& test,
                      const cel::Type& got) {
  if (WhichOneof(test, "result_matcher") != "typed_result") return "";
  const cel::Type want = TypeFromProto(
      data, MessageField(MessageField(test, "typed_result"), "deduced_type"));
  return got.ToString() == want.ToString()
             ? ""
             : absl::StrCat("deduced ", got.ToString(), ", want ",
                            want.ToString());
}

std::string Issues(const std::string& text,
                   const std::vector<cel::Issue>& issues) {
  std::string out;
  for (const cel::Issue& issue : issues) {
    absl::StrAppend(&out, cel::RenderIssue(text, issue), "\n");
  }
  return out;
}

// The suite does not say whether a mistake shows when checking or when
// evaluating.
std::string Refused(const Message& test, std::string why) {
  const std::string matcher = WhichOneof(test, "result_matcher");
  return matcher == "eval_error" || matcher == "any_eval_errors" ? "" : why;
}

std::string RunEngine(CelSpecData* data, const Message& test,
                      const std::shared_ptr<const cel::Environment>& env) {
  const std::string text = TextField(test, "expr");
  cel::ModuleBuilder builder(env);
  const cel::Added added = builder.Add(text);
  if (!added.ok()) return Refused(test, Issues(text, added.issues));
  const auto module = builder.Build();
  if (!module.ok()) return std::string(module.status().message());
  if (std::string why = WrongType(data, test, added.type); !why.empty()) {
    return why;
  }
  if (BoolField(test, "check_only")) return "";
  ValueMaker values(data);
  cel::Evaluation evaluation(**module);
  for (const auto& [name, value] : Bindings(test, &values)) {
    const absl::Status bound = evaluation.Bind(name, value);
    if (!bound.ok()) return std::string(bound.message());
  }
  return CheckResult(data, test, evaluation.Evaluate(added.id));
}

std::string RunReference(CelSpecData* data, const Message& test,
                         const cel::Environment& env) {
  const std::string text = TextField(test, "expr");
  const cel::Limits limits;
  const cel::Parsed parsed = cel::Parse(text, limits);
  if (!parsed.ok()) return Refused(test, Issues(text, parsed.issues));
  const cel::Checked checked =
      cel::Check(parsed.ast, env.scope, cel::Type::Dyn(), limits);
  if (!checked.ok()) return Refused(test, Issues(text, checked.issues));
  if (std::string why = WrongType(data, test, checked.type); !why.empty()) {
    return why;
  }
  if (BoolField(test, "check_only")) return "";
  cel::Context context;
  context.pool = data->pool();
  context.factory = data->factory();
  context.limits = limits;
  context.steps = limits.steps;
  context.strong_enums = env.scope.strong_enums;
  ValueMaker values(data);
  cel::ReferenceBindings bindings;
  for (const auto& [name, value] : Bindings(test, &values)) {
    bindings[name] =
        value.Is(cel::Kind::kMessage)
            ? cel::ReferenceBinding(context, *value.message(), nullptr)
            : value;
  }
  return CheckResult(data, test,
                     cel::ReferenceEvaluate(
                         parsed.ast, env.scope.check_types ? &checked : nullptr,
                         env.scope, bindings, context));
}

}  // namespace

std::string RunCase(CelSpecData* data, const CelSpecCase& item, Mode mode) {
  const auto env = MakeEnvironment(data, item, mode);
  if (!env.ok()) return std::string(env.status().message());
  return mode == Mode::kReference ? RunReference(data, *item.test, **env)
                                  : RunEngine(data, *item.test, *env);
}

}  // namespace zhiheng::conformance
