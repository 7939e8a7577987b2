#include "cel40/engine_subject.h"
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

}  // namespace
}  // namespace zhiheng::bench
