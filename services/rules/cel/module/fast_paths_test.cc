// Fast ways to an answer give the answer of the ordinary ones: fields in place
// against fields by reflection, operators by type against operators by kind,
// scans against loops, and what is shared against what stands alone.
#include <gmock/gmock.h>
#include <google/protobuf/descriptor.h>
#include <google/protobuf/dynamic_message.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include "services/rules/cel/module/module.h"
#include "zhiheng/facts/v1/enforcement_case.pb.h"

namespace zhiheng::cel {
namespace {

using facts::v1::EnforcementCase;
using testing::HasSubstr;
using testing::Not;

const char* const kCases[] = {
    "",
    R"(party { name: "甲农资店" role: ROLE_SELLER })",
    R"(party { name: "" } acts { kind: KIND_SOLD_MISLABELLED }
       acts { kind: KIND_SOLD_INFRINGING_GOODS last_day { year: 2024 } }
       goods { name: "复合肥（高效）" label_nonconforming: true packaged: true
               label_standard: "GB 18382-2021" }
       goods { name: "磷酸二铵" }
       amounts { goods_value { value { amount: "20000" } } })",
};

const char* const kExpressions[] = {
    "case.party.name",
    "case.party.name == ''",
    "case.party.name != '甲农资店'",
    "case.party.name < '乙' || case.party.name >= 'Z'",
    "case.party.name in ['甲农资店', '乙', '']",
    "case.party.name + '!'",
    "{'甲农资店': 1, '': 2}[case.party.name]",
    "case.party.name.contains('农资')",
    "case.party.name.matches('^甲')",
    "case.party.role == Party.Role.ROLE_SELLER",
    "case.party.role + 1 > 2",
    "size(case.goods) - 1 < 1",
    "case.goods.size() == 2",
    "has(case.party)",
    "has(case.party.name)",
    "has(case.amounts) && has(case.amounts.goods_value)",
    "has(case.amounts.goods_value.value)",
    "case.amounts.goods_value.value > money('100')",
    "case.goods[0].name",
    "case.goods[1].name",
    "case.goods[1].label_nonconforming",
    "case.goods[7].packaged",
    "case.goods.exists(g, g.label_nonconforming && g.packaged)",
    "case.goods.all(g, g.name != '')",
    "case.goods.all(g, g.name.startsWith('磷') || g.packaged)",
    "case.goods.exists_one(g, g.packaged)",
    "case.goods.filter(g, g.packaged).size() == 1",
    "case.goods.map(g, g.name)",
    "case.goods.map(g, g.packaged, g.label_standard)",
    "case.goods.exists(g, case.goods.exists(h, g.name == h.name && g != h))",
    "case.acts.exists(a, a.last_day < date('2024-06-01'))",
    "case.acts.filter(a, a.kind == Act.Kind.KIND_SOLD_MISLABELLED).size()",
    "case.party.name == '' ? size(case.goods) : size(case.acts) + 10",
    "(case.party.name == '' ? 'x' : case.party.name) == 'x'",
    "!(case.party.name == '') && case.party.name != 'x'",
    "case.acts[0].last_day == date('2024-01-01') || true",
    "case.acts[0].kind == 0 || case.party.name == ''",
    "9223372036854775807 + size(case.goods) > 0",
    "['高效', '第一'].exists(t, case.party.name.contains(t))",
    "['高效', '第一'].exists(t, case.goods.exists(g, g.name.contains(t)))",
    "['高效', '第一'].all(t, !case.goods[0].name.contains(t))",
    "case.goods.exists(g, g.name.containsAny(['高效']))",
    "case.goods.map(g, g.name.firstOf(['肥', '高效']))",
    "case.goods.map(g, g.name.allOf(['肥', '高效']))",
    "dyn(case.party.name) == 1",
    "dyn(case.party.role) < 2.5",
};

class FastPathsTest : public testing::Test {
 protected:
  static std::shared_ptr<const Environment> MakeEnvironment(
      google::protobuf::MessageFactory* factory) {
    EnvironmentBuilder builder(
        google::protobuf::DescriptorPool::generated_pool(), factory);
    builder.SetContainer("zhiheng.facts.v1");
    builder.AddVariable("case", Type::OfMessage(EnforcementCase::descriptor()));
    builder.AddVariable("words", Type::List(Type::String()));
    return *builder.Build();
  }

  static ExprId Add(ModuleBuilder& builder, const std::string& text) {
    const Added added = builder.Add(text);
    for (const Issue& issue : added.issues) {
      ADD_FAILURE() << RenderIssue(text, issue);
    }
    return added.id;
  }
};

TEST_F(FastPathsTest, FieldsInPlaceAreFieldsByReflection) {
  google::protobuf::DynamicMessageFactory dynamic;
  for (google::protobuf::MessageFactory* factory :
       {google::protobuf::MessageFactory::generated_factory(),
        static_cast<google::protobuf::MessageFactory*>(&dynamic)}) {
    ModuleBuilder builder(MakeEnvironment(factory));
    std::vector<ExprId> ids;
    for (const char* text : kExpressions) ids.push_back(Add(builder, text));
    const auto module = *builder.Build();
    // A pattern that fits nothing makes every read look at what is known, and
    // so go the ordinary way.
    Knowledge ordinary;
    ordinary.unknown = {"case.nothing"};
    Evaluation in_place(*module);
    Evaluation by_reflection(*module);
    for (const char* text : kCases) {
      std::unique_ptr<google::protobuf::Message> m(
          factory->GetPrototype(EnforcementCase::descriptor())->New());
      ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(text, m.get()));
      in_place.Reset();
      by_reflection.Reset();
      ASSERT_TRUE(in_place.Bind("case", *m).ok());
      ASSERT_TRUE(by_reflection.SetKnowledge("case", ordinary).ok());
      ASSERT_TRUE(by_reflection.Bind("case", *m).ok());
      for (size_t i = 0; i < ids.size(); ++i) {
        EXPECT_EQ(DebugString(in_place.Evaluate(ids[i])),
                  DebugString(by_reflection.Evaluate(ids[i])))
            << kExpressions[i] << " over {" << text << "}";
      }
    }
  }
}

TEST_F(FastPathsTest, AMessageOfAnotherClassIsReadByReflection) {
  ModuleBuilder builder(MakeEnvironment(nullptr));
  const ExprId id = Add(builder, "case.party.name");
  const auto module = *builder.Build();
  google::protobuf::DynamicMessageFactory factory;
  std::unique_ptr<google::protobuf::Message> m(
      factory.GetPrototype(EnforcementCase::descriptor())->New());
  ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(
      "party { name: '甲' }", m.get()));
  Evaluation evaluation(*module);
  ASSERT_TRUE(evaluation.Bind("case", *m).ok());
  EXPECT_EQ(DebugString(evaluation.Evaluate(id)), "\"甲\"");
}

TEST_F(FastPathsTest, AScanAnswersAsTheLoopOverTerms) {
  // With the words in a variable there is nothing to prepare.
  const char* const kForms[][2] = {
      {"['高效', '第一'].exists(t, case.party.name.contains(t))",
       "words.exists(t, case.party.name.contains(t))"},
      {"['高效', '第一'].exists(t, case.goods.exists(g, g.name.contains(t)))",
       "words.exists(t, case.goods.exists(g, g.name.contains(t)))"},
      {"['高效', '第一'].all(t, !case.goods[0].name.contains(t))",
       "words.all(t, !case.goods[0].name.contains(t))"},
      {"case.party.name.containsAny(['高效', '第一'])",
       "case.party.name.containsAny(words)"},
      {"case.party.name.firstOf(['高效', '第一'])",
       "case.party.name.firstOf(words)"},
      {"case.party.name.allOf(['高效', '第一'])",
       "case.party.name.allOf(words)"},
  };
  ModuleBuilder builder(MakeEnvironment(nullptr));
  std::vector<std::pair<ExprId, ExprId>> ids;
  for (const auto& form : kForms) {
    ids.emplace_back(Add(builder, form[0]), Add(builder, form[1]));
  }
  const ExprId list = Add(builder, "['高效', '第一']");
  const auto module = *builder.Build();
  EXPECT_THAT(module->Dump(ids[1].first), HasSubstr("holds one of 2 terms"));
  EXPECT_THAT(module->Dump(ids[1].second), Not(HasSubstr("holds one of")));
  Evaluation evaluation(*module);
  for (const char* name : {"", "第一高效", "高效", "甲农资店"}) {
    EnforcementCase c;
    c.mutable_party()->set_name(name);
    if (*name != '\0') c.add_goods()->set_name(name);
    evaluation.Reset();
    ASSERT_TRUE(evaluation.Bind("case", c).ok());
    ASSERT_TRUE(evaluation.Bind("words", evaluation.Evaluate(list)).ok());
    for (size_t i = 0; i < ids.size(); ++i) {
      EXPECT_EQ(DebugString(evaluation.Evaluate(ids[i].first)),
                DebugString(evaluation.Evaluate(ids[i].second)))
          << kForms[i][0] << " over '" << name << "'";
    }
  }
}

TEST_F(FastPathsTest, WhatStandsInTwoRulesIsEvaluatedOnce) {
  ModuleBuilder builder(MakeEnvironment(nullptr));
  const ExprId a = Add(builder, "case.party.name.matches('^甲') || false");
  const ExprId b = Add(builder, "!case.party.name.matches('^甲')");
  const ExprId c = Add(builder, "case.goods.exists(g, g.name.matches('^甲'))");
  const auto module = *builder.Build();
  EXPECT_THAT(module->Dump(a), HasSubstr("shared in 2 places"));
  EXPECT_THAT(module->Dump(b), HasSubstr("shared in 2 places"));
  EXPECT_THAT(module->Dump(c), Not(HasSubstr("shared")));
  Evaluation evaluation(*module);
  for (const char* name : {"甲", "乙"}) {
    EnforcementCase subject;
    subject.mutable_party()->set_name(name);
    evaluation.Reset();
    ASSERT_TRUE(evaluation.Bind("case", subject).ok());
    const bool first = name == std::string("甲");
    EXPECT_EQ(evaluation.Evaluate(a).IsTrue(), first);
    EXPECT_EQ(evaluation.Evaluate(b).IsTrue(), !first);
  }
}

TEST_F(FastPathsTest, LoopsWithTheSameTextButOtherPlacesAreNotShared) {
  ModuleBuilder builder(MakeEnvironment(nullptr));
  const ExprId id =
      Add(builder, "[['a'], ['b', 'b']].map(x, x.exists(y, y == 'b'))");
  const auto module = *builder.Build();
  Evaluation evaluation(*module);
  EXPECT_EQ(DebugString(evaluation.Evaluate(id)), "[false, true]");
}

}  // namespace
}  // namespace zhiheng::cel
