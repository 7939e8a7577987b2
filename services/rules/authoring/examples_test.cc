// The examples of the test packs and of the whole library hold; and an example
// that does not hold says how.
#include "services/rules/authoring/examples.h"

#include <fstream>
#include <iterator>
#include <sstream>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/common/testing/temp_dir.h"
#include "services/rules/authoring/lint.h"
#include "services/rules/engine/library_loader.h"

namespace zhiheng::rules {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class PackFolderTest : public ::testing::TestWithParam<const char*> {};

TEST_P(PackFolderTest, LintsClean) {
  auto library = LoadLibrary(GetParam());
  ASSERT_TRUE(library.ok()) << library.status();
  ASSERT_FALSE(library->set->packs().empty());
  for (const auto& pack : library->set->packs()) {
    LintPack(*pack, &library->diagnostics);
  }
  EXPECT_TRUE(library->diagnostics.empty()) << RenderAll(*library, 50);
}

TEST_P(PackFolderTest, ExamplesHold) {
  auto library = LoadLibrary(GetParam());
  ASSERT_TRUE(library.ok()) << library.status();
  for (const auto& pack : library->set->packs()) {
    const std::vector<ExampleResult> results =
        RunExamples(*pack, library->set->calendar(), &library->diagnostics);
    EXPECT_FALSE(results.empty()) << pack->id;
    for (const ExampleResult& r : results) {
      EXPECT_TRUE(r.passed) << r.file << ":" << r.at.line << ": " << r.rule
                            << ": " << r.name << "\n"
                            << absl::StrJoin(r.differences, "\n");
    }
  }
  EXPECT_TRUE(library->diagnostics.empty()) << RenderAll(*library, 50);
}

INSTANTIATE_TEST_SUITE_P(All, PackFolderTest,
                         ::testing::Values("testdata/good", "library"),
                         [](const ::testing::TestParamInfo<const char*>& info) {
                           return std::string(info.param) == "library"
                                      ? "Library"
                                      : "TestPacks";
                         });

std::string GoodPack() {
  std::ifstream in("testdata/good/mark.yaml");
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

TEST(GuideTest, TheFirstRuleOfTheGuideIsRight) {
  std::ifstream in("library/README.md");
  const std::string guide((std::istreambuf_iterator<char>(in)), {});
  const std::string fence = "```yaml\n";
  const size_t start = guide.find(fence) + fence.size();
  zhiheng::testing::TempDir folder;
  std::ofstream(folder.File("helmet.yaml"))
      << guide.substr(start, guide.find("```", start) - start);
  auto library = LoadLibrary(folder.path());
  ASSERT_TRUE(library.ok()) << library.status();
  ASSERT_EQ(library->set->packs().size(), 1u) << RenderAll(*library, 9);
  const CompiledPack& pack = *library->set->packs()[0];
  LintPack(pack, &library->diagnostics);
  for (const ExampleResult& r :
       RunExamples(pack, library->set->calendar(), &library->diagnostics)) {
    EXPECT_TRUE(r.passed) << r.name << absl::StrJoin(r.differences, "\n");
  }
  EXPECT_TRUE(library->diagnostics.empty()) << RenderAll(*library, 9);
}

struct Changed {
  const char* name;
  const char* from;
  const char* to;
  const char* example;
  const char* difference;
};

TEST(ExamplesTest, AFailedExampleSaysHowItDiffers) {
  const Changed kCases[] = {
      {"Outcome", "expect: NON_COMPLIANT, cites", "expect: COMPLIANT, cites",
       "sold without licence",
       "outcome: expected COMPLIANT, got NON_COMPLIANT"},
      {"Citation", "cites: [TM19 57(3)], message",
       "cites: [TM19 57(1)], message", "sold without licence",
       "cites: expected trademark-law@2019 art57.item1, got "
       "trademark-law@2019 art57.item3"},
      {"Fine", "fine: [\"0\", \"250000\"]", "fine: [\"0\", \"250001\"]",
       "inside", "fine: expected [0, 250001], got [0, 250000]"},
      {"Need", "needs: [case.acts.last_day]", "needs: [case.acts.from]",
       "no day known",
       "needs: expected case.acts.from, got missing facts "
       "[case.acts.last_day]"},
      {"Duty", "duty: [ON_TIME]", "duty: [LATE]", "in time",
       "duty: expected LATE, got ON_TIME"},
      {"Reason", "reason: CHECKLIST", "reason: SUSPECTED", "luxury goods",
       "reason: expected SUSPECTED, got CHECKLIST"},
  };
  for (const Changed& c : kCases) {
    SCOPED_TRACE(c.name);
    zhiheng::testing::TempDir folder;
    std::string text = GoodPack();
    ASSERT_NE(text.find(c.from), std::string::npos);
    text.replace(text.find(c.from), std::string(c.from).size(), c.to);
    std::ofstream(folder.File("p.yaml")) << text;
    auto library = LoadLibrary(folder.path());
    ASSERT_TRUE(library.ok()) << library.status();
    ASSERT_EQ(library->set->packs().size(), 1u) << RenderAll(*library, 9);
    bool seen = false;
    for (const ExampleResult& r :
         RunExamples(*library->set->packs()[0], library->set->calendar(),
                     &library->diagnostics)) {
      EXPECT_EQ(r.passed, r.name != c.example) << r.name;
      if (r.name != c.example) continue;
      seen = true;
      EXPECT_THAT(r.differences, ElementsAre(c.difference));
    }
    EXPECT_TRUE(seen);
  }
}

TEST(ExamplesTest, MistakesInExampleFactsHaveAPlace) {
  struct Case {
    const char* from;
    const char* to;
    const char* says;
  };
  const Case kCases[] = {
      {"base: kiwi, expect: NON_COMPLIANT",
       "base: kiwis, expect: NON_COMPLIANT", "did you mean 'kiwi'?"},
      {"case.marks[0].licensed\": true", "case.marks[0].licenced\": true",
       "did you mean 'licensed'?"},
      {"case.marks[0].licensed\": true", "case.marks[9].licensed\": true",
       "has 1 elements"},
      {"kind: SOLD_INFRINGING_GOODS, last_day",
       "kind: SOLD_INFRINGING_GOOD, last_day", "SOLD_INFRINGING_GOODS"},
      {"expect: COMPLIANT}", "expect: COMPLAINT}", "did you mean 'COMPLIANT'?"},
      {"completeness: partial", "completeness: full", "completeness cannot be"},
  };
  for (const Case& c : kCases) {
    SCOPED_TRACE(c.to);
    zhiheng::testing::TempDir folder;
    std::string text = GoodPack();
    ASSERT_NE(text.find(c.from), std::string::npos);
    text.replace(text.find(c.from), std::string(c.from).size(), c.to);
    std::ofstream(folder.File("p.yaml")) << text;
    auto library = LoadLibrary(folder.path());
    ASSERT_TRUE(library.ok()) << library.status();
    ASSERT_EQ(library->set->packs().size(), 1u) << RenderAll(*library, 9);
    RunExamples(*library->set->packs()[0], library->set->calendar(),
                &library->diagnostics);
    EXPECT_THAT(RenderAll(*library, 99), HasSubstr(c.says));
  }
}

TEST(LintTest, MissesTheOtherSideOfARule) {
  zhiheng::testing::TempDir folder;
  std::string text = GoodPack();
  const std::string line =
      "      - {name: sold under licence, base: kiwi, set: "
      "{\"case.marks[0].licensed\": true}, expect: COMPLIANT}\n";
  ASSERT_NE(text.find(line), std::string::npos);
  text.erase(text.find(line), line.size());
  std::ofstream(folder.File("p.yaml")) << text;
  auto library = LoadLibrary(folder.path());
  ASSERT_TRUE(library.ok());
  LintPack(*library->set->packs()[0], &library->diagnostics);
  EXPECT_THAT(RenderAll(*library, 9),
              HasSubstr("rule INF has no example in which it is not broken"));
}

}  // namespace
}  // namespace zhiheng::rules
