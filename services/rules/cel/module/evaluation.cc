#include <google/protobuf/message.h>

#include "absl/strings/str_cat.h"
#include "services/rules/cel/module/module.h"
#include "services/rules/cel/module/module_state.h"
#include "services/rules/cel/values/message_access.h"

namespace zhiheng::cel {
namespace {

absl::StatusOr<size_t> IndexOf(const ModuleState& module,
                               absl::string_view variable) {
  // A handful of names: looking at each is the quickest.
  const auto& variables = module.env->variables;
  for (size_t i = 0; i < variables.size(); ++i) {
    if (variables[i].first == variable) return i;
  }
  return absl::NotFoundError(absl::StrCat("no variable named ", variable));
}

// Fields are read at their places while nothing about the message is special:
// everything in it is known, and it is of the class that was measured.
void UpdateRecord(EvaluationState& s, size_t i) {
  s.records[i] = nullptr;
  const Value& v = s.variables[i];
  const RecordLayout* layout = s.module->bindings.layouts[i];
  if (layout == nullptr || !v.Is(Kind::kMessage)) return;
  if (s.paths[i].knowledge != nullptr) return;
  const google::protobuf::Message* m = v.message();
  if (m->GetReflection() == layout->reflection() && m != &layout->prototype()) {
    s.records[i] = m;
  }
}

// What a reader sees in place of a value: 〔label.name?〕.
void AppendPlaceholder(const Value& v, Rendered* out) {
  if (v.IsUnknown()) {
    for (const std::string& path : v.unknown().PathStrings()) {
      absl::StrAppend(&out->text, "〔", path, "?〕");
      out->unknown_paths.push_back(path);
    }
  } else if (v.IsError()) {
    absl::StrAppend(&out->text, "〔", v.error().message, "〕");
    out->errors.emplace_back(v.error().message);
  } else {
    absl::StrAppend(&out->text, DisplayString(v));
  }
}

}  // namespace

Evaluation::Evaluation(const Module& module)
    : state_(std::make_unique<EvaluationState>()) {
  EvaluationState& s = *state_;
  s.module = module.state_.get();
  const Environment& env = *s.module->env;
  const size_t count = env.variables.size();
  s.context.pool = env.scope.pool;
  s.context.factory = env.factory;
  s.context.strong_enums = env.scope.strong_enums;
  s.context.limits = s.module->limits;
  s.slots.resize(static_cast<size_t>(s.module->bindings.slots));
  s.cells.resize(static_cast<size_t>(s.module->bindings.cells));
  s.records.resize(count + s.slots.size());
  s.variables.resize(count);
  s.knowledge.resize(count);
  s.paths.resize(count);
  s.roots.resize(count);
  for (size_t i = 0; i < count; ++i) {
    const auto& [name, type] = env.variables[i];
    s.paths[i].name = {name.data(), name.size()};
    s.roots[i] = {&s.paths[i], type.message()};
  }
  s.context.roots = s.roots;
  s.frame.emplace(Frame{s.context, s.variables.data(), s.slots.data(),
                        s.cells.data(), s.records.data()});
  Reset();
}
Evaluation::~Evaluation() = default;

void Evaluation::Reset() {
  EvaluationState& s = *state_;
  s.context.arena.Reset();
  s.context.steps = s.context.limits.steps;
  ++s.frame->generation;
  static constexpr ErrorInfo kUnbound{
      "unbound", "a variable of the expression was not bound"};
  for (size_t i = 0; i < s.variables.size(); ++i) {
    s.variables[i] = Value::Error(&kUnbound);
    s.knowledge[i] = nullptr;
    s.paths[i].knowledge = nullptr;
    s.records[i] = nullptr;
  }
}

absl::Status Evaluation::Bind(absl::string_view variable, Value value) {
  const auto index = IndexOf(*state_->module, variable);
  if (!index.ok()) return index.status();
  if (value.Is(Kind::kMessage) && value.path() == nullptr) {
    value =
        AdaptMessage(state_->context, *value.message(), &state_->paths[*index]);
  }
  const Type& type = state_->module->env->variables[*index].second;
  if (!value.IsAbnormal() && !KindMatches(type, value)) {
    return absl::InvalidArgumentError(
        absl::StrCat("the variable ", variable, " is a ", type.ToString(),
                     "; a ", KindName(value.kind()), " was bound"));
  }
  state_->variables[*index] = value;
  UpdateRecord(*state_, *index);
  return absl::OkStatus();
}

absl::Status Evaluation::Bind(absl::string_view variable,
                              const google::protobuf::Message& message) {
  const auto index = IndexOf(*state_->module, variable);
  if (!index.ok()) return index.status();
  return Bind(variable,
              AdaptMessage(state_->context, message, &state_->paths[*index]));
}

absl::Status Evaluation::SetKnowledge(absl::string_view variable,
                                      const Knowledge& knowledge) {
  const auto index = IndexOf(*state_->module, variable);
  if (!index.ok()) return index.status();
  auto compiled = CompiledKnowledge::Compile(knowledge);
  if (!compiled.ok()) return compiled.status();
  // When everything is known there is nothing to look at while reading.
  state_->paths[*index].knowledge = nullptr;
  UpdateRecord(*state_, *index);
  if (!(*compiled)->unset_is_unknown() && !(*compiled)->has_patterns()) {
    return absl::OkStatus();
  }
  state_->knowledge[*index] = *std::move(compiled);
  state_->paths[*index].knowledge = state_->knowledge[*index].get();
  UpdateRecord(*state_, *index);
  if (state_->knowledge[*index]->Match(state_->paths[*index]) ==
      Known::kUnknown) {
    state_->variables[*index] = state_->context.Unknown(&state_->paths[*index]);
  }
  return absl::OkStatus();
}

Value Evaluation::Evaluate(ExprId id) {
  return state_->module->expressions[static_cast<size_t>(id.index)].root->Eval(
      *state_->frame);
}

Truth Evaluation::Test(ExprId id) {
  return state_->module->expressions[static_cast<size_t>(id.index)].root->Test(
      *state_->frame);
}

Value Evaluation::EvaluateDefinition(absl::string_view name) {
  const auto& definitions = state_->module->bindings.definitions;
  const auto it = definitions.find(std::string(name));
  if (it == definitions.end()) {
    return state_->context.Error("no_such_definition",
                                 absl::StrCat("no definition named ", name));
  }
  MemoCell& cell = state_->cells[static_cast<size_t>(it->second.index)];
  if (cell.generation != state_->frame->generation) {
    cell.value = it->second.body->Eval(*state_->frame);
    cell.generation = state_->frame->generation;
  }
  return cell.value;
}

Rendered Evaluation::Render(TemplateId id) {
  const auto& t = state_->module->templates[static_cast<size_t>(id.index)];
  Rendered out;
  for (size_t i = 0; i < t.texts.size(); ++i) {
    out.text += t.texts[i];
    if (i < t.placeholders.size())
      AppendPlaceholder(Evaluate(t.placeholders[i]), &out);
  }
  return out;
}

Value Evaluation::StringOf(absl::string_view text) {
  return state_->context.Text(text);
}

int64_t Evaluation::steps_used() const {
  return state_->context.limits.steps - state_->context.steps;
}

}  // namespace zhiheng::cel
