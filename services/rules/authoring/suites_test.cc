// Suites beside packs: they run, they fail with a place, their slips are told.
#include "services/rules/authoring/suites.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "services/common/testing/temp_dir.h"
#include "services/rules/authoring/pack_cost.h"
#include "services/rules/engine/library_loader.h"

namespace zhiheng::rules {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

class SuitesTest : public ::testing::Test {
 protected:
  SuitesTest() : library_(*LoadLibrary("testdata/good")) {}
  SuiteResult Run(const std::string& text, const std::string& filter = "") {
    library_.texts["s_test.yaml"] = text;
    return RunSuite("s_test.yaml", text, *library_.set, filter,
                    &library_.diagnostics);
  }
  LoadedLibrary library_;
};

constexpr char kSuite[] = R"(suite: test.mark
today: 2026-06-30
bases:
  bare: {completeness: complete, facts: {marks: [{licensed: true}]}}
rules:
  INF:
    - {name: with licence, base: kiwi, set: {"case.marks[0].licensed": true}, expect: COMPLIANT}
    - {name: without, base: kiwi, expect: COMPLIANT}
)";

TEST_F(SuitesTest, CasesAreExamplesOverTheBasesOfThePack) {
  const SuiteResult result = Run(kSuite);
  EXPECT_THAT(library_.diagnostics.items(), IsEmpty())
      << RenderAll(library_, 9);
  ASSERT_EQ(result.results.size(), 2u);
  EXPECT_TRUE(result.results[0].passed);
  EXPECT_FALSE(result.results[1].passed);
  EXPECT_EQ(result.results[1].file, "s_test.yaml");
  EXPECT_EQ(result.results[1].at.line, 8);
}

TEST_F(SuitesTest, AFilterChoosesRules) {
  EXPECT_EQ(Run(kSuite, "mark/INF").results.size(), 2u);
  EXPECT_THAT(Run(kSuite, "mark/OTHER").results, IsEmpty());
}

TEST_F(SuitesTest, SlipsHaveAPlaceAndAHint) {
  struct Case {
    const char* text;
    const char* says;
  };
  const Case kCases[] = {
      {"suite: test.marc\nrules: {}\n", "did you mean 'test.mark'?"},
      {"suite: test.mark\nrules: {INV: []}\n", "did you mean 'INF'?"},
      {"suite: test.mark\nruls: {}\n", "did you mean 'rules'?"},
      {"suite: test.mark\ntoday: 2026-13-01\nrules: {}\n", "s_test.yaml:2:8"},
      {"suite: test.mark\nrules: {INF: [{nam: x}]}\n", "did you mean 'name'?"},
  };
  for (const Case& c : kCases) {
    library_.diagnostics = {};
    Run(c.text);
    EXPECT_THAT(RenderAll(library_, 9), HasSubstr(c.says)) << c.text;
  }
}

TEST_F(SuitesTest, SuitesAreFoundBesidePacks) {
  zhiheng::testing::TempDir dir;
  std::ofstream(dir.File("b_test.yaml")) << "";
  std::ofstream(dir.File("a_test.yaml")) << "";
  std::ofstream(dir.File("p.yaml")) << "";
  const auto found = FindSuites(dir.path());
  ASSERT_TRUE(found.ok());
  EXPECT_THAT(*found, ::testing::ElementsAre(dir.File("a_test.yaml"),
                                             dir.File("b_test.yaml")));
}

TEST_F(SuitesTest, RulesOfTheTestPacksAreCheap) {
  for (const auto& pack : library_.set->packs()) {
    LintCosts(*pack, &library_.diagnostics);
    for (const RuleCost& cost : CostsOf(*pack))
      EXPECT_GT(cost.bound.AtEqual(1), 0) << cost.rule;
  }
  EXPECT_THAT(library_.diagnostics.items(), IsEmpty());
}

TEST(PackCostTest, LoopsWithinLoopsAreWarnedOf) {
  std::ifstream in("testdata/good/mark.yaml");
  std::string text((std::istreambuf_iterator<char>(in)), {});
  const std::string line = "rules:\n";
  text.replace(text.find("\n" + line), line.size() + 1, R"(
rules:
  - id: SLOW
    kind: conduct
    title: {zh: 慢, en: slow}
    cites: [TM19 57(3)]
    finds: case.acts.exists(a, case.acts.exists(b, case.acts.exists(c, case.acts.exists(d, a.last_day == d.last_day))))
    message: {zh: 慢, en: slow}
)");
  zhiheng::testing::TempDir dir;
  std::ofstream(dir.File("p.yaml")) << text;
  auto library = LoadLibrary(dir.path());
  ASSERT_TRUE(library.ok());
  ASSERT_EQ(library->set->packs().size(), 1u) << RenderAll(*library, 9);
  LintCosts(*library->set->packs()[0], &library->diagnostics);
  EXPECT_THAT(RenderAll(*library, 9), HasSubstr("[costly-rule]"));
}

}  // namespace
}  // namespace zhiheng::rules
