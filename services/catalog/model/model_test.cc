#include <string>

#include "gtest/gtest.h"
#include "services/catalog/model/names.h"
#include "services/catalog/model/numerals.h"
#include "services/catalog/model/provision_id.h"
#include "services/catalog/model/records.h"

namespace zhiheng::catalog {
namespace {

TEST(NumeralsTest, PrintsAndReadsBack) {
  const struct {
    int64_t value;
    const char* zh;
  } kCases[] = {{1, "一"},
                {10, "十"},
                {12, "十二"},
                {20, "二十"},
                {57, "五十七"},
                {100, "一百"},
                {102, "一百零二"},
                {110, "一百一十"},
                {213, "二百一十三"},
                {1005, "一千零五"},
                {1260, "一千二百六十"},
                {10000, "一万"}};
  for (const auto& c : kCases) {
    EXPECT_EQ(ToChineseNumeral(c.value), c.zh);
    EXPECT_EQ(ParseNumeral(c.zh), c.value) << c.zh;
  }
  for (int64_t value = 1; value <= 3000; ++value) {
    EXPECT_EQ(ParseNumeral(ToChineseNumeral(value)), value);
  }
}

TEST(NumeralsTest, ReadsOtherSpellings) {
  EXPECT_EQ(ParseNumeral("57"), 57);
  EXPECT_EQ(ParseNumeral("二〇一九"), 2019);
  EXPECT_EQ(ParseNumeral("一百十"), 110);
  EXPECT_EQ(ParseNumeral("99999"), 99999);
}

TEST(NumeralsTest, RefusesWhatIsNoNumber) {
  for (const char* text : {"", "0", "零", "百", "条", "100000", "一二三四五六",
                           "99999999999999999999", "五七条", "5七"}) {
    EXPECT_EQ(ParseNumeral(text), std::nullopt) << text;
  }
}

TEST(ProvisionIdTest, ReadsAndPrints) {
  const struct {
    const char* id;
    const char* zh;
    const char* en;
  } kCases[] = {
      {"art57.item1", "第五十七条第（一）项", "Article 57, item 1"},
      {"art60.para2", "第六十条第二款", "Article 60, paragraph 2"},
      {"art27.para1.item2.sub3", "第二十七条第一款第（二）项第三目",
       "Article 27, paragraph 1, item 2, sub-item 3"},
      {"art120-1", "第一百二十条之一", "Article 120-1"},
      {"cl7", "第7章", "Clause 7"},
      {"cl7.3", "第7.3条", "Clause 7.3"},
      {"cl7.3.2.1", "第7.3.2.1条", "Clause 7.3.2.1"},
      {"annexA.cl2", "附录A第2章", "Annex A, clause 2"},
      {"ch2.sec1.art8", "第二章第一节第八条",
       "Chapter 2, section 1, article 8"},
      {"", "", ""},
  };
  for (const auto& c : kCases) {
    const absl::StatusOr<ProvisionPath> path = ParseProvisionId(c.id);
    ASSERT_TRUE(path.ok()) << path.status();
    EXPECT_EQ(FormatProvisionId(*path), c.id);
    EXPECT_EQ(PrintProvisionZh(*path), c.zh);
    EXPECT_EQ(PrintProvisionEn(*path), c.en);
  }
}

TEST(ProvisionIdTest, RefusesWithASentence) {
  for (const char* id :
       {"57", "art", "art0", "art57.", "art57..item1", "Art57", "item1.art57",
        "art57.art58", "art999999", "cl7.x", "annexAB", "art57-", "foo1"}) {
    const absl::StatusOr<ProvisionPath> path = ParseProvisionId(id);
    EXPECT_EQ(path.status().code(), absl::StatusCode::kInvalidArgument) << id;
  }
  EXPECT_TRUE(
      ParseProvisionId("cl" + std::string("1.").append(std::string(100, '1')))
          .status()
          .code() == absl::StatusCode::kInvalidArgument);
}

TEST(NamesTest, IdsHoldAtTheLimit) {
  EXPECT_TRUE(CheckInstrumentId(std::string(kMaxIdBytes, 'a')).ok());
  EXPECT_FALSE(CheckInstrumentId(std::string(kMaxIdBytes + 1, 'a')).ok());
  EXPECT_TRUE(CheckEditionId("2019").ok());
  for (const char* id :
       {"", "2019", "Law", "a/b", "a_b", "-a", "a-", "商标法"}) {
    EXPECT_FALSE(CheckInstrumentId(id).ok()) << id;
  }
}

TEST(NamesTest, NamesOfResources) {
  EXPECT_EQ(ProvisionName({"trademark-law", "2019", "art57.item1"}),
            "instruments/trademark-law/editions/2019/provisions/art57.item1");
  EXPECT_EQ(ProvisionName({"gb-18382", "2021", ""}),
            "instruments/gb-18382/editions/2021");
  EXPECT_EQ(*ParseInstrumentName("instruments/gb-18382"), "gb-18382");
  for (const char* name : {"", "gb-18382", "instruments/", "instruments/A",
                           "instruments/a/editions/b"}) {
    EXPECT_FALSE(ParseInstrumentName(name).ok()) << name;
  }
}

TEST(RecordsTest, AProvisionIsInForceOnlyInsideItsEdition) {
  Edition edition;
  edition.effective = *CivilDate::Parse("2019-11-01");
  edition.superseded = *CivilDate::Parse("2027-01-01");
  Provision provision;
  EXPECT_EQ(InForce(provision, edition).ToString(), "[2019-11-01, 2027-01-01)");
  provision.effective = *CivilDate::Parse("2020-01-01");
  provision.superseded = *CivilDate::Parse("2030-01-01");
  EXPECT_EQ(InForce(provision, edition).ToString(), "[2020-01-01, 2027-01-01)");
}

TEST(RecordsTest, TheDigestFollowsTextsAndDatesOnly) {
  Provision a;
  a.text.zh = "甲";
  Provision b = a;
  b.source = "another source";
  b.ordinal = 7;
  EXPECT_EQ(Digest(a), Digest(b));
  EXPECT_EQ(Digest(a).size(), 64u);
  b.effective = *CivilDate::Parse("2020-01-01");
  EXPECT_NE(Digest(a), Digest(b));
  b = a;
  b.heading = "甲";
  b.text.zh = "";
  EXPECT_NE(Digest(a), Digest(b));
}

TEST(RecordsTest, WordsOfKindsAndStatuses) {
  for (int i = 1; i < kKindCount; ++i) {
    const Kind kind = static_cast<Kind>(i);
    EXPECT_EQ(KindFromWord(KindWord(kind)), kind);
  }
  EXPECT_EQ(KindFromWord("statute"), std::nullopt);
  EXPECT_EQ(TextStatusFromWord("summary"), TextStatus::kSummary);
  EXPECT_EQ(TextStatusFromWord(""), std::nullopt);
}

}  // namespace
}  // namespace zhiheng::catalog
