#include "services/rules/yaml/yaml_file.h"

#include <yaml-cpp/yaml.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace zhiheng::rules {
namespace {

std::string Render(Diagnostics diagnostics) {
  diagnostics.Sort();
  std::string out;
  for (const Diagnostic& d : diagnostics.items())
    out += RenderDiagnostic(d, "");
  return out;
}

std::string ParseProblem(const std::string& text, YamlLimits limits = {}) {
  Diagnostics diagnostics;
  YamlFile::Parse("f.yaml", text, &diagnostics, limits);
  return Render(diagnostics);
}

TEST(YamlFileTest, SyntaxErrorsHaveAPlace) {
  EXPECT_EQ(ParseProblem("a: [1, 2\nb: 3\n").substr(0, 25),
            "f.yaml:2:2: error: not we");
}

TEST(YamlFileTest, ATextThatEndsWithAQuestionMarkIsNamedAsTheCause) {
  EXPECT_NE(ParseProblem("question: {zh: 是否？, en: is it?}\n")
                .find("a text that ends with '?' needs quotes"),
            std::string::npos);
}

TEST(YamlFileTest, RepeatedKeysAreRefused) {
  EXPECT_NE(ParseProblem("a: 1\nb: 2\na: 3\n").find("f.yaml:3:1: error"),
            std::string::npos);
}

TEST(YamlFileTest, IllFormedUtf8IsRefused) {
  EXPECT_NE(ParseProblem("a: \xff").find("bad-encoding"), std::string::npos);
}

TEST(YamlFileTest, SizeLimitHoldsAtItsEdge) {
  YamlLimits limits;
  limits.max_bytes = 5;
  EXPECT_EQ(ParseProblem("a: 12", limits), "");
  EXPECT_NE(ParseProblem("a: 123", limits).find("file-too-large"),
            std::string::npos);
}

TEST(YamlFileTest, DepthLimitHoldsAtItsEdge) {
  YamlLimits limits;
  limits.max_depth = 3;
  EXPECT_EQ(ParseProblem("a: [1]", limits), "");
  EXPECT_NE(ParseProblem("a: [[1]]", limits).find("too-deep"),
            std::string::npos);
}

TEST(YamlFileTest, AliasBombsStopAtTheNodeLimit) {
  std::string bomb = "a0: &a0 [1,2,3,4,5,6,7,8,9]\n";
  for (int i = 1; i < 12; ++i) {
    const std::string below = absl::StrCat("*a", i - 1, ",");
    absl::StrAppend(&bomb, "a", i, ": &a", i, " [", below, below, below, below,
                    below, below, "*a", i - 1, "]\n");
  }
  EXPECT_NE(ParseProblem(bomb).find("file-too-large"), std::string::npos);
}

TEST(MapReaderTest, UnknownKeysGetTheNearestKnownOne) {
  Diagnostics diagnostics;
  auto file = YamlFile::Parse("f.yaml", "whem: true\nid: R1\n", &diagnostics);
  ASSERT_TRUE(file.has_value());
  MapReader map(&*file, file->root(), "rule R1");
  map.Get("when");
  map.Get("id");
  map.Finish();
  EXPECT_EQ(Render(diagnostics),
            "f.yaml:1:1: error: rule R1 has no key 'whem' [unknown-key]\n"
            "  hint: did you mean 'when'?\n");
}

TEST(MapReaderTest, ACommaInATextIsNamedAsTheCause) {
  Diagnostics diagnostics;
  auto file = YamlFile::Parse("f.yaml", "{en: at most 400 g, for children 350}",
                              &diagnostics);
  ASSERT_TRUE(file.has_value());
  MapReader map(&*file, file->root(), "title");
  map.Get("en");
  map.Finish();
  EXPECT_NE(Render(diagnostics).find("a text with a comma needs quotes"),
            std::string::npos);
}

TEST(CanonicalTextTest, LayoutQuotingAndKeyOrderDoNotCount) {
  EXPECT_EQ(CanonicalText(YAML::Load("a: 1\nb: [x, 'y']\n")),
            CanonicalText(YAML::Load("# note\n{b: [\"x\", y], a: '1'}\n")));
  EXPECT_NE(CanonicalText(YAML::Load("a: [x, y]")),
            CanonicalText(YAML::Load("a: [y, x]")));
  EXPECT_NE(CanonicalText(YAML::Load("a: [x, y]")),
            CanonicalText(YAML::Load("a: [xy]")));
}

struct PlaceCase {
  const char* name;
  const char* text;    // the value of key `e`
  const char* needle;  // where in the value
  Position want;
};

TEST(PositionInScalarTest, FollowsEveryWayToWriteAScalar) {
  const PlaceCase kCases[] = {
      {"Plain", "e: abc + xyz", "xyz", {1, 10}},
      {"DoubleQuoted", "e: \"abc \\\" xyz\"", "xyz", {1, 12}},
      {"SingleQuoted", "e: 'a ''b'' xyz'", "xyz", {1, 13}},
      {"AfterChinese", "e: \"'商标' + xyz\"", "xyz", {1, 12}},
      {"PlainFolded", "e: abc\n   + xyz", "xyz", {2, 6}},
      {"Literal", "e: |\n  abc\n    xyz\n", "xyz", {3, 5}},
      {"Folded", "e: >-\n  abc\n  xyz\n", "xyz", {3, 3}},
  };
  for (const PlaceCase& c : kCases) {
    SCOPED_TRACE(c.name);
    Diagnostics diagnostics;
    auto file = YamlFile::Parse("f", c.text, &diagnostics);
    ASSERT_TRUE(file.has_value());
    const YAML::Node e = file->root()["e"];
    const Position got = PositionInScalar(file->text(), file->At(e), e.Scalar(),
                                          e.Scalar().find(c.needle));
    EXPECT_EQ(got.line, c.want.line);
    EXPECT_EQ(got.column, c.want.column);
  }
}

}  // namespace
}  // namespace zhiheng::rules
