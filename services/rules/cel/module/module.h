// All expressions of one pack, compiled together, and their evaluation over
// one subject. This is the face of the rule language; the rooms below it are
// its workings.
//
//   EnvironmentBuilder eb(DescriptorPool::generated_pool());
//   eb.AddVariable("label", Type::OfMessage(ProductLabel::descriptor()));
//   ASSIGN_OR_RETURN(auto env, eb.Build());
//   ModuleBuilder mb(env);
//   mb.Define("pct", "label.fertilizer.total_nutrients");
//   Added rule = mb.Add("pct >= decimal('64.0')", Type::Bool());
//   ASSIGN_OR_RETURN(auto module, mb.Build());
//   Evaluation evaluation(*module);
//   evaluation.Bind("label", label);
//   Value verdict = evaluation.Evaluate(rule.id);
//
// An author's mistake is an Issue (data); a value that cannot be computed is an
// error VALUE; Status is for misuse and machine failure.
#ifndef SERVICES_RULES_CEL_MODULE_MODULE_H_
#define SERVICES_RULES_CEL_MODULE_MODULE_H_

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/rules/cel/eval/node.h"
#include "services/rules/cel/module/environment.h"
#include "services/rules/cel/syntax/issue.h"
#include "services/rules/cel/syntax/limits.h"
#include "services/rules/cel/types/type.h"
#include "services/rules/cel/values/attribute.h"
#include "services/rules/cel/values/knowledge.h"
#include "services/rules/cel/values/value.h"

namespace zhiheng::cel {

struct ExprId {
  int index = -1;
  bool valid() const { return index >= 0; }
  friend bool operator==(ExprId a, ExprId b) { return a.index == b.index; }
};

struct TemplateId {
  int index = -1;
  bool valid() const { return index >= 0; }
};

// What became of one expression. `id` is valid only without issues.
struct Added {
  ExprId id;
  Type type;
  std::vector<Issue> issues;
  bool ok() const { return issues.empty(); }
};

struct AddedTemplate {
  TemplateId id;
  std::vector<Issue> issues;  // offsets count in the template's text
  bool ok() const { return issues.empty(); }
};

// A place in the facts that an expression can read: label.nutrients[].pct.
struct ReadPath {
  std::string text;
  std::string variable;
  std::vector<const google::protobuf::FieldDescriptor*> fields;
};

struct ExprInfo {
  std::string text;
  Type type;
  // Sorted by text; includes what the definitions used by it read.
  std::vector<ReadPath> reads;
  // Names of the definitions it uses, directly or not; in order of definition.
  std::vector<std::string> definitions;
  // Nodes of the program: a measure of the cost of one evaluation without
  // loops.
  int nodes = 0;
};

// A message for a person: fixed text with values in it.
struct Rendered {
  std::string text;
  // Paths that were unknown, and sentences of errors; each left a mark such as
  // 〔label.name?〕 in the text.
  std::vector<std::string> unknown_paths;
  std::vector<std::string> errors;
};

class Module;
struct ModuleState;
struct EvaluationState;

// One thread. Keeps the environment alive.
class ModuleBuilder {
 public:
  explicit ModuleBuilder(std::shared_ptr<const Environment> env,
                         Limits limits = {});
  ~ModuleBuilder();

  // Makes `name` an identifier for the expressions added after it: typed by
  // `text`, evaluated when first needed and at most once per evaluation. A
  // definition with issues still declares the name (as dyn), so that one
  // mistake is reported once.
  Added Define(absl::string_view name, absl::string_view text);

  // `expected` dyn accepts every type.
  Added Add(absl::string_view text, Type expected = Type::Dyn());

  // Text with {{ expression }} placeholders.
  AddedTemplate AddTemplate(absl::string_view text);

  // FAILED_PRECONDITION when something added had issues.
  absl::StatusOr<std::shared_ptr<const Module>> Build();

 private:
  std::unique_ptr<ModuleState> state_;
  std::optional<ReadPath> last_path_;  // of what Add() took last
  int failed_ = 0;
};

// Immutable, thread-safe; holds its environment.
class Module {
 public:
  ~Module();
  const ExprInfo& info(ExprId id) const;
  // Null when there is no definition of that name.
  const ExprInfo* definition_info(absl::string_view name) const;
  // The expression of each placeholder in order; info() has their types.
  const std::vector<ExprId>& placeholders(TemplateId id) const;
  // Ids run from 0 to this.
  int expression_count() const;
  // The compiled program, for people.
  std::string Dump(ExprId id) const;

 private:
  friend class ModuleBuilder;
  friend class Evaluation;
  explicit Module(std::unique_ptr<ModuleState> state);
  std::unique_ptr<const ModuleState> state_;
};

// One subject judged by one module. Not thread-safe; cheap to make, cheaper to
// Reset(). The module and the bound messages must outlive it (or the Reset()).
// Values it returns live until Reset() or destruction.
class Evaluation {
 public:
  explicit Evaluation(const Module& module);
  Evaluation(const Evaluation&) = delete;
  Evaluation& operator=(const Evaluation&) = delete;
  ~Evaluation();

  // Forgets bindings, knowledge, memoised definitions and results; keeps
  // memory.
  void Reset();

  // NOT_FOUND: no variable of that name. A message bound here is adapted as a
  // field would be. A variable never bound evaluates to an error.
  absl::Status Bind(absl::string_view variable, Value value);
  // Binds a message under the variable's own path.
  absl::Status Bind(absl::string_view variable,
                    const google::protobuf::Message& message);
  // Before or after Bind, before Evaluate. INVALID_ARGUMENT names a path that
  // cannot be read.
  absl::Status SetKnowledge(absl::string_view variable,
                            const Knowledge& knowledge);

  Value Evaluate(ExprId id);
  // Whether it is true, for who only wants to know that.
  Truth Test(ExprId id);
  // The value of a definition, by name; an error value when there is none.
  Value EvaluateDefinition(absl::string_view name);
  Rendered Render(TemplateId id);

  // A copy of `text` that lives as long as this evaluation's values.
  Value StringOf(absl::string_view text);

  int64_t steps_used() const;

 private:
  std::unique_ptr<EvaluationState> state_;
};

}  // namespace zhiheng::cel

#endif  // SERVICES_RULES_CEL_MODULE_MODULE_H_
