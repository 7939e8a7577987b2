// Any text as an expression over a label: compiling gives issues or a program,
// and the program ends within its step limit with some value.
#include <cstdint>
#include <memory>

#include "services/rules/cel/module/environment.h"
#include "services/rules/cel/module/module.h"
#include "zhiheng/facts/v1/product_label.pb.h"

namespace {

using zhiheng::facts::v1::ProductLabel;

std::shared_ptr<const zhiheng::cel::Environment> MakeEnvironment() {
  zhiheng::cel::EnvironmentBuilder builder(
      google::protobuf::DescriptorPool::generated_pool());
  builder.SetContainer("zhiheng.facts.v1");
  builder.AllowDouble(true);
  builder.AddVariable(
      "label", zhiheng::cel::Type::OfMessage(ProductLabel::descriptor()));
  return builder.Build().value();
}

ProductLabel MakeLabel() {
  ProductLabel label;
  label.set_generic_name("磷酸二铵");
  label.add_standards("GB/T 10205-2009");
  label.mutable_fertilizer()->set_formula("18-46-0");
  label.mutable_fertilizer()->mutable_n_pct()->set_value("18.0");
  label.mutable_production_date()->set_year(2024);
  return label;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static const auto* const environment =
      new std::shared_ptr<const zhiheng::cel::Environment>(MakeEnvironment());
  static const auto* const label = new ProductLabel(MakeLabel());
  zhiheng::cel::Limits limits;
  limits.steps = 20'000;
  limits.result_size = 100'000;
  zhiheng::cel::ModuleBuilder builder(*environment, limits);
  const zhiheng::cel::Added added =
      builder.Add(absl::string_view(reinterpret_cast<const char*>(data), size));
  if (!added.ok()) return 0;
  auto module = builder.Build();
  if (!module.ok()) return 0;
  for (zhiheng::cel::Unset unset :
       {zhiheng::cel::Unset::kIsAbsent, zhiheng::cel::Unset::kIsUnknown}) {
    zhiheng::cel::Evaluation evaluation(**module);
    zhiheng::cel::Knowledge knowledge;
    knowledge.unset = unset;
    (void)evaluation.Bind("label", *label);
    (void)evaluation.SetKnowledge("label", knowledge);
    (void)zhiheng::cel::DebugString(evaluation.Evaluate(added.id));
  }
  return 0;
}
