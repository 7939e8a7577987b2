#include "services/rules/cel/module/module.h"

#include <google/protobuf/message.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/rules/cel/module/module_state.h"
#include "services/rules/cel/syntax/parser.h"

namespace zhiheng::cel {

namespace {

// Whether values of this type are messages whose fields have places.
const google::protobuf::Message* PrototypeOf(const Environment& env,
                                             const Type& type) {
  if (!type.Is(TypeKind::kMessage) || env.factory == nullptr) return nullptr;
  return env.factory->GetPrototype(type.message());
}

}  // namespace

ModuleBuilder::ModuleBuilder(std::shared_ptr<const Environment> env,
                             Limits limits)
    : state_(std::make_unique<ModuleState>()) {
  state_->limits = limits;
  state_->scope = env->scope;
  if (env->scope.pool != nullptr) {
    state_->scope.type_names = &state_->type_names.emplace(*env->scope.pool);
  }
  state_->constants.pool = env->scope.pool;
  state_->constants.factory = env->factory;
  state_->constants.limits = limits;
  state_->constants.strong_enums = env->scope.strong_enums;
  state_->constants.steps = limits.steps;
  state_->bindings.constants = env->constants;
  state_->bindings.sharing = &state_->sharing;
  for (const auto& [name, type] : env->variables) {
    const int index = static_cast<int>(state_->bindings.variables.size());
    state_->bindings.variables.emplace(name, index);
    state_->variables.insert(name);
    const auto* prototype = PrototypeOf(*env, type);
    state_->bindings.layouts.push_back(
        prototype == nullptr ? nullptr : state_->layouts.Of(*prototype));
  }
  state_->env = std::move(env);
}
ModuleBuilder::~ModuleBuilder() = default;

Added ModuleBuilder::Add(absl::string_view text, Type expected) {
  Added added;
  ModuleState& s = *state_;
  Parsed parsed = Parse(text, s.limits);
  added.issues = std::move(parsed.issues);
  if (added.ok()) {
    Checked checked = Check(parsed.ast, s.scope, expected, s.limits);
    added.type = checked.type;
    added.issues = std::move(checked.issues);
    if (added.ok()) {
      Planned planned = Plan(parsed.ast, checked, s.scope, s.constants,
                             s.bindings, s.env->fold);
      added.issues = std::move(planned.issues);
      if (added.ok()) {
        Reads reads =
            CollectReads(parsed.ast, checked, s.variables, s.definition_reads);
        ModuleState::Expression e;
        e.info.text = std::string(text);
        e.info.type = checked.type;
        e.info.reads = std::move(reads.reads);
        for (const std::string& name : s.definition_order) {
          if (reads.definitions.count(name) > 0)
            e.info.definitions.push_back(name);
        }
        e.info.nodes = CountNodes(*planned.root);
        e.root = std::move(planned.root);
        added.id.index = static_cast<int>(s.expressions.size());
        s.expressions.push_back(std::move(e));
        last_path_ = std::move(reads.path);
      }
    }
  }
  if (!added.ok()) ++failed_;
  return added;
}

Added ModuleBuilder::Define(absl::string_view name, absl::string_view text) {
  ModuleState& s = *state_;
  const std::string key(name);
  Added added;
  if (s.scope.names.count(key) > 0) {
    Issue issue;
    issue.code = "cel-declared-twice";
    issue.message = absl::StrCat("the name ", name, " is already taken");
    issue.hint = "choose another name for the definition";
    added.issues.push_back(std::move(issue));
    ++failed_;
    return added;
  }
  added = Add(text);
  s.scope.names[key] = added.ok() ? added.type : Type::Dyn();
  s.definition_order.push_back(key);
  DefinitionReads& reads = s.definition_reads[key];
  if (!added.ok()) {
    // Later expressions are still checked; the module cannot be built.
    s.bindings.constants[key] = Value();
    return added;
  }
  const ModuleState::Expression& e =
      s.expressions[static_cast<size_t>(added.id.index)];
  reads.path = last_path_;
  reads.reads = e.info.reads;
  reads.definitions = e.info.definitions;
  const int cell = s.bindings.cells++;
  s.definitions[key] = added.id.index;
  s.bindings.definitions[key] = {cell, e.root.get()};
  return added;
}

AddedTemplate ModuleBuilder::AddTemplate(absl::string_view text) {
  AddedTemplate added;
  ModuleState::Template t;
  size_t pos = 0;
  for (;;) {
    const size_t open = text.find("{{", pos);
    t.texts.emplace_back(
        text.substr(pos, open == absl::string_view::npos ? open : open - pos));
    if (open == absl::string_view::npos) break;
    const size_t close = text.find("}}", open);
    if (close == absl::string_view::npos) {
      Issue issue;
      issue.code = "cel-template";
      issue.offset = static_cast<int>(open);
      issue.message = "this placeholder is not closed";
      issue.hint = "end it with }}";
      PlaceIssue(text, &issue);
      added.issues.push_back(std::move(issue));
      ++failed_;
      break;
    }
    Added expression = Add(text.substr(open + 2, close - open - 2));
    for (Issue& issue : expression.issues) {
      issue.offset += static_cast<int>(open) + 2;
      PlaceIssue(text, &issue);
      added.issues.push_back(std::move(issue));
    }
    t.placeholders.push_back(expression.id);
    pos = close + 2;
  }
  if (added.ok()) {
    added.id.index = static_cast<int>(state_->templates.size());
    state_->templates.push_back(std::move(t));
  }
  return added;
}

absl::StatusOr<std::shared_ptr<const Module>> ModuleBuilder::Build() {
  if (state_ == nullptr)
    return absl::FailedPreconditionError("Build() was called twice");
  if (failed_ > 0) {
    return absl::FailedPreconditionError(
        absl::StrCat(failed_, " expressions of the module have issues"));
  }
  // From here on threads share it.
  state_->scope.type_names = nullptr;
  state_->type_names.reset();
  return std::shared_ptr<const Module>(new Module(std::move(state_)));
}

Module::Module(std::unique_ptr<ModuleState> state) : state_(std::move(state)) {}
Module::~Module() = default;

const ExprInfo& Module::info(ExprId id) const {
  return state_->expressions[static_cast<size_t>(id.index)].info;
}

const ExprInfo* Module::definition_info(absl::string_view name) const {
  const auto it = state_->definitions.find(std::string(name));
  return it == state_->definitions.end()
             ? nullptr
             : &state_->expressions[static_cast<size_t>(it->second)].info;
}

const std::vector<ExprId>& Module::placeholders(TemplateId id) const {
  return state_->templates[static_cast<size_t>(id.index)].placeholders;
}

int Module::expression_count() const {
  return static_cast<int>(state_->expressions.size());
}

std::string Module::Dump(ExprId id) const {
  return DumpProgram(*state_->expressions[static_cast<size_t>(id.index)].root);
}

}  // namespace zhiheng::cel
