#include "tests/differential/pack.h"

#include <google/protobuf/message.h>

#include "services/rules/cel/reference/reference.h"
#include "services/rules/cel/syntax/parser.h"
#include "tests/differential/compare.h"

namespace zhiheng::differential {

cel::Limits CaseLimits() {
  cel::Limits limits;
  limits.steps = 20'000;
  limits.result_size = 100'000;
  return limits;
}

Pack::Pack(const World& world)
    : world_(world),
      scope_(world.scope()),
      builder_(world.environment(), CaseLimits()) {}
Pack::~Pack() = default;

Pack::Added Pack::Add(const std::string& name, const std::string& text) {
  cel::Parsed parsed = cel::Parse(text, CaseLimits());
  if (!parsed.ok()) return Added::kRefused;
  Expression e;
  e.checked = cel::Check(parsed.ast, scope_, cel::Type::Dyn(), CaseLimits());
  if (!e.checked.ok()) return Added::kRefused;
  e.ast = std::move(parsed.ast);
  e.definition = name;
  const cel::Added added =
      name.empty() ? builder_.Add(text) : builder_.Define(name, text);
  if (!added.ok()) return Added::kPoisoned;
  e.id = added.id;
  if (!name.empty()) scope_.names[name] = added.type;
  expressions_.push_back(std::move(e));
  return Added::kYes;
}

bool Pack::Build() {
  auto built = builder_.Build();
  if (!built.ok()) return false;
  module_ = *std::move(built);
  evaluation_ = std::make_unique<cel::Evaluation>(*module_);
  return true;
}

std::unique_ptr<Difference> Pack::Compare(
    const google::protobuf::Message& facts, const cel::Knowledge& knowledge,
    size_t first, int64_t* compared) {
  evaluation_->Reset();
  const auto compiled = cel::CompiledKnowledge::Compile(knowledge);
  if (!compiled.ok() || !evaluation_->Bind("f", facts).ok() ||
      !evaluation_->SetKnowledge("f", knowledge).ok()) {
    return nullptr;
  }
  cel::Context context;
  context.pool = world_.scope().pool;
  context.factory = world_.factory();
  context.limits = CaseLimits();
  context.steps = context.limits.steps;
  cel::AttributeNode root;
  root.name = "f";
  root.knowledge = compiled->get();
  const cel::ContextRoot roots[] = {{&root, facts.GetDescriptor()}};
  context.roots = roots;
  cel::ReferenceBindings bindings;
  bindings["f"] = (*compiled)->Match(root) == cel::Known::kUnknown
                      ? context.Unknown(&root)
                      : cel::ReferenceBinding(context, facts, &root);
  const size_t count = expressions_.size();
  std::vector<cel::Value> want(count);
  for (size_t i = 0; i < count; ++i) {
    const Expression& e = expressions_[i];
    want[i] =
        cel::ReferenceEvaluate(e.ast, &e.checked, scope_, bindings, context);
    if (!e.definition.empty()) bindings[e.definition] = want[i];
  }
  for (size_t n = 0; n < count; ++n) {
    const size_t i = (first + n) % count;
    const cel::Value got = evaluation_->Evaluate(expressions_[i].id);
    ++*compared;
    if (SameAnswer(got, want[i])) continue;
    // Steps are counted differently on both sides.
    if (HoldsError(got, "step_limit") || HoldsError(want[i], "step_limit")) {
      return nullptr;
    }
    auto difference = std::make_unique<Difference>();
    difference->expression = i;
    difference->engine = cel::DebugString(got);
    difference->reference = cel::DebugString(want[i]);
    return difference;
  }
  return nullptr;
}

}  // namespace zhiheng::differential
