#include "cel40/engine_subject.h"
#include "cel40/pack_subject.h"
#include "cel40/rules_file.h"
#include "gtest/gtest.h"

namespace zhiheng::bench {
namespace {

TEST(EngineTest, FindsExactlyThePlantedViolations) {
  auto engine = EngineSubject::Create("cel40/rules.json");
  ASSERT_TRUE(engine.ok()) << engine.status();
  for (const LabelCase& item : GenerateLabels(1000, 4)) {
    ASSERT_EQ((*engine)->Check(item.label), item.planted) << item.label.id();
  }
}

// 25,000 labels by forty rules; under AddressSanitizer nothing may leak.
TEST(EngineTest, JudgesAMillionTimesTheSame) {
  auto engine = EngineSubject::Create("cel40/rules.json");
  ASSERT_TRUE(engine.ok()) << engine.status();
  const std::vector<LabelCase> labels = GenerateLabels(250, 5);
  for (int pass = 0; pass < 100; ++pass) {
    for (const LabelCase& item : labels) {
      ASSERT_EQ((*engine)->Check(item.label), item.planted);
    }
  }
}

TEST(EngineTest, AsAPackTheRulesSayTheSame) {
  const auto rules = ReadRules("cel40/rules.json");
  ASSERT_TRUE(rules.ok()) << rules.status();
  for (const int copies : {1, 3}) {
    const auto pack = CompileText(PackText(*rules, copies));
    ASSERT_TRUE(pack.ok()) << pack.status();
    PackSubject subject(*pack);
    for (const LabelCase& item : GenerateLabels(200, 6)) {
      ASSERT_EQ(subject.Verdicts(item.label), item.planted);
      ASSERT_EQ(subject.Findings(item.label, false), item.planted);
      ASSERT_EQ(subject.Findings(item.label, true), item.planted);
    }
  }
}

}  // namespace
}  // namespace zhiheng::bench
