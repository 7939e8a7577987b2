#include "services/rules/diagnostic/diagnostic.h"

#include <string>

#include "gtest/gtest.h"

namespace zhiheng::rules {
namespace {

TEST(DiagnosticTest, RendersPlaceLineCaretAndHint) {
  const Diagnostic d{.code = "unknown-key",
                     .file = "a.yaml",
                     .position = {2, 3},
                     .sentence = "unknown key 'wen'",
                     .hint = "did you mean 'when'?"};
  EXPECT_EQ(RenderDiagnostic(d, "rules:\n  wen: true\n"),
            "a.yaml:2:3: error: unknown key 'wen' [unknown-key]\n"
            "  |   wen: true\n"
            "  |   ^\n"
            "  hint: did you mean 'when'?\n");
}

TEST(DiagnosticTest, CaretStandsUnderWideCharacters) {
  const Diagnostic d{
      .code = "c", .file = "a.yaml", .position = {1, 3}, .sentence = "s"};
  EXPECT_EQ(RenderDiagnostic(d, "商标x"),
            "a.yaml:1:3: error: s [c]\n  | 商标x\n  |     ^\n");
}

TEST(DiagnosticTest, WithoutTheTextShowsThePlaceOnly) {
  const Diagnostic d{.severity = Diagnostic::Severity::kWarning,
                     .code = "c",
                     .file = "a.yaml",
                     .position = {9, 3},
                     .sentence = "s"};
  EXPECT_EQ(RenderDiagnostic(d, ""), "a.yaml:9:3: warning: s [c]\n");
}

TEST(DiagnosticTest, LongLinesAreCutAroundTheCaret) {
  const Diagnostic d{
      .code = "c", .file = "a", .position = {1, 5000}, .sentence = "s"};
  const std::string shown = RenderDiagnostic(d, std::string(10000, 'x'));
  EXPECT_LT(shown.size(), 300u);
}

TEST(DiagnosticsTest, SortsByFileThenPlaceAndDropsRepetitions) {
  Diagnostics all;
  all.Error("b", "2.yaml", {1, 1}, "second file");
  all.Error("b", "1.yaml", {7, 2}, "later column");
  all.Warning("b", "1.yaml", {7, 1}, "earlier column");
  all.Error("b", "2.yaml", {1, 1}, "second file");
  all.Sort();
  ASSERT_EQ(all.items().size(), 3u);
  EXPECT_EQ(all.items()[0].sentence, "earlier column");
  EXPECT_EQ(all.items()[1].sentence, "later column");
  EXPECT_EQ(all.items()[2].sentence, "second file");
  EXPECT_EQ(all.error_count(), 2);
}

}  // namespace
}  // namespace zhiheng::rules
