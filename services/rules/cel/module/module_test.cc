// Modules and evaluations: definitions, knowledge, reads, templates, limits.
#include "services/rules/cel/module/module.h"

#include <gmock/gmock.h>
#include <google/protobuf/descriptor.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include "zhiheng/facts/v1/enforcement_case.pb.h"
#include "zhiheng/type/v1/decimal.pb.h"

namespace zhiheng::cel {
namespace {

using facts::v1::EnforcementCase;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class ModuleTest : public testing::Test {
 protected:
  ModuleTest() {
    EnvironmentBuilder builder(
        google::protobuf::DescriptorPool::generated_pool());
    builder.SetContainer("zhiheng.facts.v1").AllowDouble(false);
    builder.AddVariable("case", Type::OfMessage(EnforcementCase::descriptor()));
    env_ = *builder.Build();
    builder_ = std::make_unique<ModuleBuilder>(env_);
  }

  ExprId Add(const std::string& text) {
    const Added added = builder_->Add(text);
    for (const Issue& issue : added.issues)
      ADD_FAILURE() << RenderIssue(text, issue);
    return added.id;
  }

  // Builds, binds `case_` and evaluates.
  Evaluation& Start(const Knowledge& knowledge = {}) {
    if (module_ == nullptr) module_ = *builder_->Build();
    evaluation_ = std::make_unique<Evaluation>(*module_);
    EXPECT_TRUE(evaluation_->SetKnowledge("case", knowledge).ok());
    EXPECT_TRUE(evaluation_->Bind("case", case_).ok());
    return *evaluation_;
  }

  static void Parse(const std::string& text, EnforcementCase* out) {
    ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(text, out));
  }

  std::shared_ptr<const Environment> env_;
  std::unique_ptr<ModuleBuilder> builder_;
  std::shared_ptr<const Module> module_;
  std::unique_ptr<Evaluation> evaluation_;
  EnforcementCase case_;
};

Knowledge Partial() {
  Knowledge k;
  k.unset = Unset::kIsUnknown;
  return k;
}

TEST_F(ModuleTest, ReadsMoneyThroughAmounts) {
  Parse("amounts { illegal_turnover { value { amount: '32161.23' } } }",
        &case_);
  const ExprId id = Add("case.amounts.illegal_turnover.value < money('50000')");
  EXPECT_EQ(DebugString(Start().Evaluate(id)), "true");
}

TEST_F(ModuleTest, AskingForAnUnsetFactNamesItsPath) {
  const ExprId id = Add("case.amounts.illegal_turnover.value < money('50000')");
  EXPECT_EQ(DebugString(Start(Partial()).Evaluate(id)),
            "unknown(case.amounts.illegal_turnover.value)");
}

TEST_F(ModuleTest, AnUnknownThatCannotMatterIsNotAskedFor) {
  const ExprId id =
      Add("case.amounts.illegal_turnover.value < money('50000') || true");
  EXPECT_EQ(DebugString(Start(Partial()).Evaluate(id)), "true");
}

TEST_F(ModuleTest, UnknownsOfBothOperandsAreNamed) {
  const ExprId id = Add("has(case.amounts) && has(case.procedure)");
  EXPECT_EQ(DebugString(Start(Partial()).Evaluate(id)),
            "unknown(case.amounts, case.procedure)");
}

TEST_F(ModuleTest, InACompleteViewAnAbsentAmountIsAnError) {
  const ExprId id = Add("case.amounts.illegal_turnover.value < money('50000')");
  const ExprId has = Add("has(case.amounts.illegal_turnover)");
  EXPECT_THAT(DebugString(Start().Evaluate(id)),
              HasSubstr("absent: case.amounts.illegal_turnover.value"));
  EXPECT_EQ(DebugString(evaluation_->Evaluate(has)), "false");
}

TEST_F(ModuleTest, ExceptionsToTheCompletenessDefault) {
  const ExprId has = Add("has(case.amounts.illegal_turnover)");
  const ExprId marks = Add("case.marks.exists(m, true)");
  Knowledge looked = Partial();
  looked.absent = {"case.amounts.illegal_turnover", "case.marks"};
  EXPECT_EQ(DebugString(Start(looked).Evaluate(has)), "false");
  EXPECT_EQ(DebugString(evaluation_->Evaluate(marks)), "false");
  Knowledge open;
  open.unknown = {"case.amounts"};
  EXPECT_EQ(DebugString(Start(open).Evaluate(has)),
            "unknown(case.amounts.illegal_turnover)");
  EXPECT_EQ(DebugString(evaluation_->Evaluate(marks)), "false");
}

TEST_F(ModuleTest, PathsInListsCarryTheIndex) {
  Parse("acts { from { year: 2024 month: 9 } }", &case_);
  const ExprId id = Add("case.acts.exists(a, a.from < date('2025-01-01'))");
  EXPECT_EQ(DebugString(Start(Partial()).Evaluate(id)),
            "unknown(case.acts[0].from)");
}

TEST_F(ModuleTest, DefinitionsAreSharedAndTyped) {
  Parse("amounts { illegal_turnover { value { amount: '7' } } }", &case_);
  const Added v = builder_->Define("v", "case.amounts.illegal_turnover");
  EXPECT_TRUE(v.ok());
  EXPECT_EQ(v.type.ToString(), "zhiheng.type.v1.Amount");
  EXPECT_TRUE(builder_->Define("big", "v.value >= money('5')").ok());
  const ExprId id = Add("big && v.value < money('8')");
  EXPECT_EQ(DebugString(Start().Evaluate(id)), "true");
  EXPECT_EQ(DebugString(evaluation_->EvaluateDefinition("big")), "true");
  const ExprInfo& info = module_->info(id);
  EXPECT_THAT(info.definitions, ElementsAre("v", "big"));
  ASSERT_EQ(info.reads.size(), 1u);
  EXPECT_EQ(info.reads[0].text, "case.amounts.illegal_turnover.value");
}

TEST_F(ModuleTest, ABrokenDefinitionIsReportedOnce) {
  EXPECT_FALSE(builder_->Define("v", "case.nothing").ok());
  EXPECT_TRUE(builder_->Add("v.value > 3").ok());
  EXPECT_FALSE(builder_->Build().ok());
}

TEST_F(ModuleTest, ReadsGoThroughLoops) {
  const ExprId id =
      Add("case.marks.filter(m, m.licensed).exists(x, x.licensed)");
  Start();
  ASSERT_EQ(module_->info(id).reads.size(), 2u);
  EXPECT_EQ(module_->info(id).reads[0].text, "case.marks");
  EXPECT_EQ(module_->info(id).reads[1].text, "case.marks[].licensed");
}

TEST_F(ModuleTest, TemplatesShowValuesAndMarkWhatIsMissing) {
  Parse("amounts { illegal_turnover { value { amount: '32161.23' } } }",
        &case_);
  const AddedTemplate t = builder_->AddTemplate(
      "经营额 {{ case.amounts.illegal_turnover.value }} 元，{{ "
      "has(case.procedure) }}。");
  ASSERT_TRUE(t.ok());
  const Rendered rendered = Start(Partial()).Render(t.id);
  EXPECT_EQ(rendered.text, "经营额 32,161.23 元，〔case.procedure?〕。");
  EXPECT_THAT(rendered.unknown_paths, ElementsAre("case.procedure"));
  EXPECT_THAT(rendered.errors, IsEmpty());
}

TEST_F(ModuleTest, IssuesInTemplatesStandAtTheirPlaceInTheText) {
  const AddedTemplate t = builder_->AddTemplate("甲 {{ case.amount }}");
  ASSERT_EQ(t.issues.size(), 1u);
  EXPECT_EQ(t.issues[0].column, 11);
  EXPECT_EQ(t.issues[0].hint, "did you mean \"amounts\"?");
}

TEST_F(ModuleTest, NeedsAsksForAFact) {
  const ExprId id = Add("needs('case.amounts.illegal_turnover')");
  EXPECT_EQ(DebugString(Start().Evaluate(id)),
            "unknown(case.amounts.illegal_turnover)");
}

TEST_F(ModuleTest, DoublesAreRefusedWithAHint) {
  const Added added = builder_->Add("1.5 < 2.0");
  ASSERT_GE(added.issues.size(), 2u);
  EXPECT_EQ(added.issues[0].code, "cel-double");
  EXPECT_EQ(added.issues[0].hint, "write decimal('1.5')");
}

TEST_F(ModuleTest, StepsAreLimited) {
  std::string list = "[1,2,3,4,5,6,7,8,9,10]";
  const std::string text =
      list + ".all(a, " + list + ".all(b, " + list + ".all(c, a+b+c > 0)))";
  for (const auto& [steps, want] :
       {std::pair<int64_t, bool>{100'000, true}, {1'000, false}}) {
    Limits limits;
    limits.steps = steps;
    ModuleBuilder builder(env_, limits);
    const Added added = builder.Add(text);
    ASSERT_TRUE(added.ok());
    auto module = builder.Build();
    Evaluation evaluation(**module);
    const Value v = evaluation.Evaluate(added.id);
    EXPECT_EQ(v.IsTrue(), want) << DebugString(v);
    if (!want) {
      EXPECT_THAT(DebugString(v), HasSubstr("step_limit"));
    }
  }
}

TEST_F(ModuleTest, ResetForgetsTheSubject) {
  const ExprId id = Add("case.amounts.illegal_turnover.value == money('7')");
  Parse("amounts { illegal_turnover { value { amount: '7' } } }", &case_);
  EXPECT_TRUE(Start().Evaluate(id).IsTrue());
  evaluation_->Reset();
  EXPECT_THAT(DebugString(evaluation_->Evaluate(id)), HasSubstr("unbound"));
  EnforcementCase other;
  ASSERT_TRUE(evaluation_->Bind("case", other).ok());
  EXPECT_TRUE(evaluation_->Evaluate(id).IsError());
}

TEST_F(ModuleTest, ABoundMessageIsAdaptedAsAFieldWouldBe) {
  EnvironmentBuilder environment(
      google::protobuf::DescriptorPool::generated_pool());
  environment.AddVariable("limit", Type::Decimal());
  ModuleBuilder builder(*environment.Build());
  const Added added = builder.Add("limit * 2");
  const auto module = builder.Build();
  type::v1::Decimal limit;
  limit.set_value("1.50");
  Evaluation evaluation(**module);
  ASSERT_TRUE(evaluation.Bind("limit", Value::Message(&limit)).ok());
  EXPECT_EQ(DebugString(evaluation.Evaluate(added.id)), "decimal(\"3.00\")");
}

TEST_F(ModuleTest, MisuseIsAStatus) {
  Start();
  EXPECT_FALSE(evaluation_->Bind("nobody", Value()).ok());
  EXPECT_FALSE(evaluation_->Bind("case", Value::Int(1)).ok());
  Knowledge bad;
  bad.absent = {"case..x"};
  EXPECT_THAT(std::string(evaluation_->SetKnowledge("case", bad).message()),
              HasSubstr("case..x"));
}

}  // namespace
}  // namespace zhiheng::cel
