// Words, trees, limits and the way back to text.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/rules/cel/syntax/ast.h"
#include "services/rules/cel/syntax/issue.h"
#include "services/rules/cel/syntax/parser.h"
#include "services/rules/cel/syntax/token.h"

namespace zhiheng::cel {
namespace {

using testing::HasSubstr;

struct RoundTrip {
  const char* text;
  const char* want;
};
const RoundTrip kRoundTrips[] = {
    {"a+b*c", "a + b * c"},
    {"(a+b)*c", "(a + b) * c"},
    {"a-(b-c)", "a - (b - c)"},
    {"a||b&&c", "a || b && c"},
    {"!(a&&b)", "!(a && b)"},
    {"--a", "a"},
    {"- 1", "-1"},
    {"a?b:c?d:e", "a ? b : c ? d : e"},
    {"(a?b:c)?d:e", "(a ? b : c) ? d : e"},
    {"a.b[0].c(d)", "a.b[0].c(d)"},
    {"has(a.b)", "has(a.b)"},
    {"l.all(x,x>0)", "l.all(x, x > 0)"},
    {"l.exists_one(x,x>0)", "l.exists_one(x, x > 0)"},
    {"l.map(x,x>0,x*2)", "l.map(x, x > 0, x * 2)"},
    {"l.filter(x,x in m)", "l.filter(x, x in m)"},
    {"cel.bind(a,1,a+a)", "cel.bind(a, 1, a + a)"},
    {"T{f:1,g:[2,],}", "T{f: 1, g: [2]}"},
    {"{'a':1,}", "{\"a\": 1}"},
    {"r'\\d' + \"\"\"x\ny\"\"\"", "\"\\\\d\" + \"x\\ny\""},
    {"0x1F + 2u + 1e3", "31 + 2u + 1000.0"},
    {"a // rest\n+ b", "a + b"},
    {".a.b", ".a.b"},
    {"a.`b-c`.`d.e`", "a.`b-c`.`d.e`"},
    {"T{`b-c`: 1}", "T{`b-c`: 1}"},
    {"a.`in`", "a.`in`"},
    {"-(1)", "-(1)"},
    {"-(-1)", "-(-1)"},
    {"0.1234567890123 + 1e300", "0.1234567890123 + 1e+300"},
    {"a&&b&&c&&(d||e||f||g)", "a && b && c && (d || e || f || g)"},
    {"a||(b||c)", "a || (b || c)"},
    {"(a||b)||(c||d)", "a || b || c || d"},
    {"a&&(b&&(c&&d))", "a && (b && (c && d))"},
    {"a&&b||(a&&b||!c)?d:e", "a && b || (a && b || !c) ? d : e"},
    {"a.?b[?0].?c", "a.?b[?0].?c"},
    {"[?a,b,?c]", "[?a, b, ?c]"},
    {"{?'a':b,'c':d}", "{?\"a\": b, \"c\": d}"},
    {"T{?f:1,g:2}", "T{?f: 1, g: 2}"},
    {"a.`b-c`.`in`", "a.`b-c`.`in`"},
    {"l.all(i,v,i<v)", "l.all(i, v, i < v)"},
    {"l.transformList(i,v,i>0,v)", "l.transformList(i, v, i > 0, v)"},
    {"m.transformMap(k,v,v+1)", "m.transformMap(k, v, v + 1)"},
    {"m.transformMapEntry(k,v,{v:k})", "m.transformMapEntry(k, v, {v: k})"},
    {"a.optMap(x,x+1)", "a.optMap(x, x + 1)"},
    {"a.optFlatMap(x,x.?y)", "a.optFlatMap(x, x.?y)"},
    {"cel.block([1,cel.index(0)],cel.index(1))",
     "cel.block([1, cel.index(0)], cel.index(1))"},
    {"cel.block([],1)", "cel.block([], 1)"},
    {"l.map(cel.iterVar(0,1),cel.iterVar(0,1))",
     "l.map(cel.iterVar(0, 1), cel.iterVar(0, 1))"},
    {"proto.hasExt(m,a.b.c)", "proto.hasExt(m, a.b.c)"},
};

TEST(ParserTest, TextThatIsParsedUnparsesToTheSameTree) {
  for (const RoundTrip& c : kRoundTrips) {
    const Parsed once = Parse(c.text);
    ASSERT_TRUE(once.ok()) << c.text << " " << once.issues[0].message;
    EXPECT_EQ(Unparse(once.ast), c.want);
    EXPECT_EQ(Unparse(Parse(c.want).ast), c.want);
  }
}

struct Mistake {
  const char* text;
  int column;
  const char* message;
};
const Mistake kMistakes[] = {
    {"", 1, "the expression ends where a value should follow"},
    {"a +", 4, "the expression ends"},
    {"a b", 3, "found b where an operator"},
    {"质 == 1", 1, "the character 质 has no meaning here"},
    {"a = 1", 3, "the character = has no meaning here"},
    {"'x", 1, "this string is not closed"},
    {"'\\q'", 2, "unknown escape"},
    {"9223372036854775808", 1, "out of range"},
    {"f(a,)", 5, "found ) where an argument"},
    {"[1, 2", 6, "where , should"},
    {"l.all(1, x)", 7, "needs a plain name"},
    {"has(a)", 1, "has() takes a field"},
    {"if > 1", 1, "found if where a value"},
    {"12abc", 3, "a number is followed by a letter"},
    {"a ? b ? c : d : e", 7, "found ? where : should stand"},
    {"{a}", 3, "found } where : should stand"},
    {"[1 2]", 4, "found 2 where , should stand"},
    {"(1", 3, "the expression ends where ) should follow"},
    {"m{:a}", 3, "found : where a field name"},
    {"l.all(i, i, true)", 10, "needs two different names"},
    {"l.map(__result__, 1)", 7, "needs a plain name"},
    {"cel.block(1, 2)", 11, "takes a list literal first"},
    {"cel.index(-1)", 11, "takes whole numbers"},
    {"proto.getExt(m, 1)", 17, "takes the full name of an extension"},
    {"!-a", 2, "found - where a value should stand"},
};

TEST(ParserTest, MistakesNameTheirPlace) {
  for (const Mistake& m : kMistakes) {
    const Parsed parsed = Parse(m.text);
    ASSERT_FALSE(parsed.ok()) << m.text;
    EXPECT_EQ(parsed.issues[0].column, m.column)
        << m.text << ": " << parsed.issues[0].message;
    EXPECT_THAT(parsed.issues[0].message, HasSubstr(m.message)) << m.text;
  }
}

TEST(ParserTest, ColumnsCountCharactersAndLinesCount) {
  const std::string text = "'质衡' ==\n  '衡' )";
  const Parsed parsed = Parse(text);
  ASSERT_FALSE(parsed.ok());
  EXPECT_EQ(parsed.issues[0].line, 2);
  EXPECT_EQ(parsed.issues[0].column, 7);
  EXPECT_THAT(RenderIssue(text, parsed.issues[0]), HasSubstr("2:7: found )"));
}

std::string Repeat(const std::string& part, int times) {
  std::string out;
  for (int i = 0; i < times; ++i) out += part;
  return out;
}

TEST(ParserTest, NestingStopsAtItsLimit) {
  Limits limits;
  limits.parse_depth = 10;
  EXPECT_TRUE(Parse(Repeat("(", 9) + "1" + Repeat(")", 9), limits).ok());
  const Parsed deep = Parse(Repeat("(", 10) + "1" + Repeat(")", 10), limits);
  ASSERT_FALSE(deep.ok());
  EXPECT_EQ(deep.issues[0].code, "cel-too-deep");
  EXPECT_FALSE(Parse(Repeat("[", 100'000)).ok());
  EXPECT_TRUE(Parse(Repeat("!", 50'000) + "a").ok());
  EXPECT_FALSE(Parse(Repeat("a?b:", 24'000) + "c").ok());
}

TEST(ParserTest, LengthStopsAtItsLimit) {
  Limits limits;
  limits.expression_length = 5;
  EXPECT_TRUE(Parse("1 + 2", limits).ok());
  EXPECT_EQ(Parse("1 +  2", limits).issues[0].code, "cel-too-long");
}

TEST(ParserTest, NodesStopAtTheirLimit) {
  Limits limits;
  limits.nodes = 3;
  EXPECT_TRUE(Parse("1 + 2", limits).ok());
  EXPECT_EQ(Parse("1 + 2 + 3", limits).issues[0].code, "cel-too-large");
}

TEST(ParserTest, HeightStopsAtItsLimitButChainsOfLogicAreFlat) {
  Limits limits;
  limits.tree_height = 20;
  EXPECT_TRUE(Parse("1" + Repeat(" + 1", 19), limits).ok());
  EXPECT_EQ(Parse("1" + Repeat(" + 1", 20), limits).issues[0].code,
            "cel-too-deep");
  EXPECT_TRUE(Parse("a" + Repeat(" || a", 1000), limits).ok());
}

TEST(ParserTest, TenThousandOperandsAreAFlatChain) {
  const Parsed flat = Parse("a" + Repeat(" && a", 9'999));
  ASSERT_TRUE(flat.ok()) << flat.issues[0].message;
  EXPECT_EQ(flat.ast.at(flat.ast.root).height, 15);
}

// None of these may need a stack of its depth: each ends at a named limit.
TEST(ParserTest, DepthOfEveryKindStopsWithoutAStack) {
  Limits wide;
  wide.expression_length = 10'000'000;
  wide.nodes = 10'000'000;
  const int n = 100'000;
  for (const std::string& text :
       {Repeat("(", n), Repeat("[", n), Repeat("{1:", n), Repeat("f(", n),
        "a" + Repeat("[a", n), Repeat("T{a:", n), Repeat("-(", n)}) {
    const Parsed parsed = Parse(text, wide);
    ASSERT_FALSE(parsed.ok());
    EXPECT_EQ(parsed.issues[0].code, "cel-too-deep") << text.substr(0, 8);
  }
  for (const std::string& text :
       {"a" + Repeat(".a", n), "a" + Repeat("[0]", n), "a" + Repeat("+a", n),
        "a" + Repeat("?a:a", n), "a" + Repeat(".f()", n)}) {
    const Parsed parsed = Parse(text, wide);
    ASSERT_FALSE(parsed.ok());
    EXPECT_EQ(parsed.issues[0].code, "cel-too-deep") << text.substr(0, 8);
  }
}

TEST(ParserTest, ATypeToBuildHasNoQuotedPart) {
  EXPECT_TRUE(Parse("a.`b`.T{}").ok());  // needs no quotes
  for (const char* text : {"a.`b-c`.T{}", "a.`b-c`{}", "a.`in`.T{f: 1}"}) {
    EXPECT_FALSE(Parse(text).ok()) << text;
  }
}

TEST(ParserTest, ADialectMayHaveLess) {
  Dialect plain;
  plain.optional_syntax = false;
  plain.quoted_names = false;
  plain.extension_macros = false;
  for (const char* text :
       {"a.?b", "a[?b]", "[?a]", "{?a: b}", "T{?a: b}", "a.`b`", "T{`a`: b}"}) {
    EXPECT_TRUE(Parse(text).ok()) << text;
    EXPECT_FALSE(Parse(text, Limits(), plain).ok()) << text;
  }
  const Parsed call = Parse("l.all(i, v, true)", Limits(), plain);
  ASSERT_TRUE(call.ok());
  EXPECT_EQ(call.ast.at(call.ast.root).kind, NodeKind::kCall);
}

TEST(ParserTest, LiteralsStopAtTheirSize) {
  Limits limits;
  limits.literal_size = 2;
  EXPECT_TRUE(Parse("[1, 2]", limits).ok());
  EXPECT_EQ(Parse("[1, 2, 3]", limits).issues[0].code, "cel-too-large");
  EXPECT_EQ(Parse("{1: 1, 2: 2, 3: 3}", limits).issues[0].code,
            "cel-too-large");
}

TEST(DumpTest, ShowsTokensAndTree) {
  std::vector<Issue> issues;
  EXPECT_EQ(DumpTokens(Tokenize("a < 1u", Limits(), &issues)),
            "0 identifier a\n2 symbol <\n4 uint 1u\n6 end \n");
  EXPECT_EQ(DumpAst(Parse("a.b < 1").ast),
            "call _<_  @4\n  .b  @2\n    a  @0\n  1  @6\n");
}

}  // namespace
}  // namespace zhiheng::cel
