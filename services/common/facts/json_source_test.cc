#include "services/common/facts/json_source.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace zhiheng {
namespace {

// A tree in one line: scalars as written, strings in quotes.
std::string Dump(const ValueTree& tree, int32_t index) {
  const ValueNode& node = tree.nodes[index];
  if (node.kind == ValueNode::Kind::kPlain) return node.text;
  if (node.kind == ValueNode::Kind::kQuoted) return "'" + node.text + "'";
  const bool map = node.kind == ValueNode::Kind::kMap;
  std::string out = map ? "{" : "[";
  for (int32_t i = node.first_child; i >= 0; i = tree.nodes[i].next) {
    if (i != node.first_child) out += ",";
    if (map) out += tree.nodes[i].key + ":";
    out += Dump(tree, i);
  }
  return out + (map ? "}" : "]");
}

std::string Parse(absl::string_view text) {
  ValueTree tree;
  const auto problem = ParseJsonValues(text, {}, &tree);
  if (problem.has_value()) {
    return std::to_string(problem->line) + ":" +
           std::to_string(problem->column) + " " + problem->rule;
  }
  return Dump(tree, 0);
}

TEST(JsonSourceTest, ReadsWhatTheStandardAllows) {
  EXPECT_EQ(Parse("{}"), "{}");
  EXPECT_EQ(Parse(" [ ] "), "[]");
  EXPECT_EQ(Parse(R"({"a":[1,-0.50,1E+9,true,false,null],"b":{}})"),
            "{a:[1,-0.50,1E+9,true,false,null],b:{}}");
  EXPECT_EQ(Parse(R"("\"\\\/\b\f\n\r\t\u8d28\ud83d\ude00")"),
            "'\"\\/\b\f\n\r\t质😀'");
  EXPECT_EQ(Parse("7"), "7");
}

TEST(JsonSourceTest, RefusesTheRestWithAPosition) {
  EXPECT_EQ(Parse("{\"a\":1,}"),
            "1:8 a comma may not stand before the end of "
            "a list or object");
  EXPECT_EQ(Parse("[1 2]"), "1:4 expected ',' or ']'");
  EXPECT_EQ(Parse("[,1]"), "1:2 expected a value");
  EXPECT_EQ(Parse("{a:1}"), "1:2 expected a field name in double quotes");
  EXPECT_EQ(Parse("{\"a\" 1}"), "1:6 expected ':' after a field name");
  EXPECT_EQ(Parse("[1]\n[2]"), "2:1 after the value nothing may follow");
  EXPECT_EQ(Parse("01"), "1:1 not a JSON value: 01");
  EXPECT_EQ(Parse("1."), "1:1 not a JSON value: 1.");
  EXPECT_EQ(Parse("+1"), "1:1 not a JSON value: +1");
  EXPECT_EQ(Parse("NaN"), "1:1 not a JSON value: NaN");
  EXPECT_EQ(Parse("'a'"), "1:1 expected a value");
  EXPECT_EQ(Parse("\"a"), "1:3 a string is not closed");
  EXPECT_EQ(Parse("\"a\nb\""),
            "1:3 a string may not hold a raw control "
            "character or line break");
  EXPECT_EQ(Parse(R"("\x")"), "1:3 not an escape that JSON knows");
  EXPECT_EQ(Parse(R"("\u12g4")"), "1:6 \\u takes four hexadecimal digits");
  EXPECT_EQ(Parse(R"("\ud800")"),
            "1:8 half a character: \\uD800 to \\uDFFF stand in pairs");
  EXPECT_EQ(Parse("["), "1:2 expected a value");
  EXPECT_EQ(Parse("{"), "1:2 expected a field name in double quotes");
  EXPECT_EQ(Parse("// x\n1"), "1:1 expected a value");
}

}  // namespace
}  // namespace zhiheng
