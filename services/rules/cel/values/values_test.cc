// Equality, order, hashes, display, times and paths.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "services/rules/cel/values/collections.h"
#include "services/rules/cel/values/constant_value.h"
#include "services/rules/cel/values/context.h"
#include "services/rules/cel/values/knowledge.h"
#include "services/rules/cel/values/times.h"

namespace zhiheng::cel {
namespace {

Value D(const char* text) { return Value::OfDecimal(*Decimal::Parse(text)); }

TEST(ValueTest, EqualNumbersOfDifferentKindsHashAlike) {
  const Value ones[] = {Value::Int(1), Value::Uint(1), Value::Double(1.0)};
  for (const Value& a : ones) {
    for (const Value& b : ones) {
      EXPECT_TRUE(ValuesEqual(a, b));
      EXPECT_EQ(ValueHash()(a), ValueHash()(b));
    }
  }
  EXPECT_TRUE(ValuesEqual(D("1.00"), Value::Int(1)));
  EXPECT_EQ(ValueHash()(D("1.00")), ValueHash()(Value::Int(1)));
  EXPECT_EQ(ValueHash()(D("-5.0")), ValueHash()(Value::Int(-5)));
  EXPECT_FALSE(ValuesEqual(Value::Int(1), Value::String("1")));
}

TEST(ValueTest, EqualityWaitsForWhatIsUnknownInside) {
  Context c;
  AttributeNode place;
  place.name = "place";
  const Value unknown = c.Unknown(&place);
  const Value open[] = {Value::Int(1), unknown};
  const Value same[] = {Value::Int(1), Value::Int(2)};
  const Value other[] = {Value::Int(7), Value::Int(2)};
  const SpanList one_open(open, 2);
  const auto says = [&](const Value* b, int size) {
    const SpanList list(b, size);
    return DebugString(Equality(c, Value::List(&one_open), Value::List(&list)));
  };
  EXPECT_EQ(says(same, 2), "unknown(place)");
  EXPECT_EQ(says(open, 2), "unknown(place)");
  EXPECT_EQ(says(other, 2), "false");  // whatever the other one is
  EXPECT_EQ(says(same, 1), "false");
  // The same in maps.
  const Value entries[] = {Value::String("a"), unknown};
  const Value full[] = {Value::String("a"), Value::Int(2)};
  const Value a = Value::Map(ArrayMap::Make(c.arena, entries, 1));
  const Value b = Value::Map(ArrayMap::Make(c.arena, full, 1));
  EXPECT_EQ(DebugString(Equality(c, a, b)), "unknown(place)");
}

TEST(ValueTest, OrderOfMixedNumbersFollowsTheOfficialCases) {
  EXPECT_EQ(CompareValues(Value::Int(INT64_MAX),
                          Value::Double(9223372036854775808.0)),
            0);
  EXPECT_EQ(CompareValues(Value::Uint(UINT64_MAX), Value::Int(-1)), 1);
  EXPECT_EQ(CompareValues(Value::Double(0.5), Value::Int(0)), 1);
  EXPECT_EQ(CompareValues(Value::Double(std::nan("")), Value::Int(0)),
            std::nullopt);
  EXPECT_EQ(CompareValues(Value::String("a"), Value::Int(0)), std::nullopt);
  EXPECT_EQ(CompareValues(Value::Money(*Decimal::Parse("1"), "USD"),
                          Value::Money(*Decimal::Parse("1"), "")),
            std::nullopt);
}

TEST(ValueTest, MapsFindKeysWhateverTheirSize) {
  Context c;
  for (const int size : {1, 8, 9, 1000}) {
    Value* entries = c.arena.NewArray<Value>(2 * static_cast<size_t>(size));
    for (int i = 0; i < size; ++i) {
      entries[2 * i] = Value::Int(i);
      entries[2 * i + 1] = Value::Int(i * 10);
    }
    const ArrayMap* map = ArrayMap::Make(c.arena, entries, size);
    for (int i = 0; i < size; ++i) {
      Value v;
      ASSERT_TRUE(map->Find(Value::Uint(static_cast<uint64_t>(i)), &v));
      EXPECT_EQ(v.int_value(), i * 10);
    }
    Value v;
    EXPECT_FALSE(map->Find(Value::Int(size), &v));
    EXPECT_FALSE(map->Find(Value::String("0"), &v));
  }
}

TEST(ValueTest, ShowsValuesToPeopleAndToProgrammers) {
  Context c;
  const Value money = Value::Money(*Decimal::Parse("32161.23"), "");
  EXPECT_EQ(DisplayString(money), "32,161.23");
  EXPECT_EQ(DebugString(money), "money(\"32161.23\", \"CNY\")");
  const Value items[] = {Value::String("甲"), Value::String("乙")};
  EXPECT_EQ(DisplayString(c.List(items)), "甲、乙");
  EXPECT_EQ(DebugString(Value::Double(2)), "2.0");
}

TEST(TimesTest, ReadsAndWrites) {
  int64_t s = 0;
  int32_t n = 0;
  ASSERT_TRUE(ParseTimestamp("2024-02-29T12:00:00.5+08:00", &s, &n));
  EXPECT_EQ(FormatTimestamp(s, n), "2024-02-29T04:00:00.5Z");
  EXPECT_FALSE(ParseTimestamp("2023-02-29T12:00:00Z", &s, &n));
  EXPECT_FALSE(ParseTimestamp("infinite-future", &s, &n));
  ASSERT_TRUE(ParseDuration("-1.5s", &s, &n));
  EXPECT_EQ(FormatDuration(s, n), "-1.5s");
  EXPECT_FALSE(ParseDuration("inf", &s, &n));
}

TEST(KnowledgeTest, TheLongestExceptionWins) {
  Knowledge knowledge;
  knowledge.unknown = {"label.marks"};
  knowledge.absent = {"label.marks[0]"};
  const auto compiled = CompiledKnowledge::Compile(knowledge);
  ASSERT_TRUE(compiled.ok());
  AttributeNode root;
  root.name = "label";
  EXPECT_EQ((*compiled)->Match(root), Known::kDefault);
}

TEST(KnowledgeTest, BadPathsAreNamed) {
  for (const char* bad : {"", "[0]", "a.", "a[", "a[x]", "a b"}) {
    Knowledge knowledge;
    knowledge.unknown = {bad};
    EXPECT_FALSE(CompiledKnowledge::Compile(knowledge).ok()) << bad;
  }
}

}  // namespace
}  // namespace zhiheng::cel
