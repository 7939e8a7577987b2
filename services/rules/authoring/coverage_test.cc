// The list of rows against packs: what answers what, and slips in the list.
#include "services/rules/authoring/coverage.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/rules/engine/library_loader.h"

namespace zhiheng::rules {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class CoverageTest : public ::testing::Test {
 protected:
  CoverageTest() : library_(*LoadLibrary("testdata/good")) {}

  CoverageFile Read(const std::string& text) {
    library_.texts["rows.yml"] = text;
    return ReadCoverageFile("rows.yml", text, &library_.diagnostics);
  }
  std::vector<RowCoverage> Rows(const std::string& text) {
    return CoverRows(Read(text), *library_.set, &library_.diagnostics);
  }
  LoadedLibrary library_;
};

TEST_F(CoverageTest, ARowIsAnsweredByTheRuleOfItsName) {
  const auto rows = Rows("rows: {INF: Y, OTHER: N}\n");
  EXPECT_THAT(library_.diagnostics.items(), IsEmpty());
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[0].covered, Covered::kTested);
  EXPECT_THAT(rows[0].rules, ElementsAre("test.mark/INF"));
  EXPECT_EQ(rows[1].covered, Covered::kUncovered);
  EXPECT_EQ(rows[1].letter, 'N');
}

TEST_F(CoverageTest, OtherRulesAndReasonsAreNamed) {
  const auto rows = Rows(
      "rows: {A: Y, B: \"-\"}\ncovered_by: {A: [PEN, DUE]}\n"
      "not_checkable: {B: {zh: 定义, en: a definition}}\n");
  EXPECT_THAT(library_.diagnostics.items(), IsEmpty());
  EXPECT_THAT(rows[0].rules, ElementsAre("test.mark/PEN", "test.mark/DUE"));
  EXPECT_EQ(rows[1].covered, Covered::kNotCheckable);
  EXPECT_EQ(rows[1].why.en, "a definition");
}

TEST_F(CoverageTest, SlipsInTheListAreTold) {
  struct Case {
    const char* text;
    const char* says;
  };
  const Case kCases[] = {
      {"rows: {A: X}\n", "unknown-word"},
      {"rows: {A: Y}\ncovered_by: {A: [PENN]}\n", "did you mean 'PEN'?"},
      {"rows: {AB: Y}\ncovered_by: {AC: [PEN]}\n", "no row 'AC'"},
      {"rows: {INF: Y}\nnot_checkable: {INF: {zh: 无, en: no}}\n",
       "test.mark/INF answers it"},
      {"row: {A: Y}\n", "did you mean 'rows'?"},
  };
  for (const Case& c : kCases) {
    library_.diagnostics = {};
    Rows(c.text);
    EXPECT_THAT(RenderAll(library_, 9), HasSubstr(c.says)) << c.text;
  }
}

TEST_F(CoverageTest, ProvisionsAreAnsweredByPartsAndWholes) {
  const std::string law = "trademark-law";
  const std::vector<BasisProvision> basis = {
      {law, "2019", "art57", ""},         // INF cites its third item
      {law, "2019", "art57.item3", ""},   // INF
      {law, "2019", "art60.para2", ""},   // PEN
      {law, "2019", "art5", ""},          // nothing, though art57 begins alike
      {law, "2019", "art3", ""},          // a reason
      {"civil-code", "2021", "art1", ""}  // no pack states it
  };
  const auto got = CoverProvisions(
      Read("rows: {}\nprovisions: {trademark-law@2019: {art3: {zh: 定义, en: "
           "a definition}}}\n"),
      basis, *library_.set, &library_.diagnostics);
  EXPECT_THAT(library_.diagnostics.items(), IsEmpty())
      << RenderAll(library_, 9);
  ASSERT_EQ(got.size(), 5u);
  EXPECT_EQ(got[0].covered, Covered::kTested);
  EXPECT_EQ(got[1].covered, Covered::kTested);
  EXPECT_EQ(got[2].covered, Covered::kTested);
  EXPECT_EQ(got[3].covered, Covered::kUncovered);
  EXPECT_EQ(got[4].covered, Covered::kNotCheckable);
}

TEST_F(CoverageTest, AReasonForAProvisionThatIsAnsweredIsTold) {
  const auto file = Read(
      "rows: {}\nprovisions: {trademark-law@2019: {art60: {zh: 无, en: no}, "
      "art99: {zh: 无, en: no}}}\n");
  CoverProvisions(file, {{"trademark-law", "2019", "art60", ""}}, *library_.set,
                  &library_.diagnostics);
  EXPECT_THAT(RenderAll(library_, 9), HasSubstr("rests on it"));
  EXPECT_THAT(RenderAll(library_, 9), HasSubstr("trademark-law@2019/art99"));
}

}  // namespace
}  // namespace zhiheng::rules
