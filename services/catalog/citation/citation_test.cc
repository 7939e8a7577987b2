#include "services/catalog/citation/citation.h"

#include <string>

#include "gtest/gtest.h"
#include "services/catalog/citation/fold.h"
#include "services/catalog/citation/standard_number.h"

namespace zhiheng::catalog {
namespace {

struct Case {
  const char* text;
  const char* title;
  const char* standard;
  const char* document;
  const char* year;
  const char* provision;
};

TEST(CitationTest, ReadsManySpellings) {
  const Case kCases[] = {
      {"《商标法》第五十七条第（一）项", "商标法", "", "", "", "art57.item1"},
      {"《中华人民共和国商标法》第五十七条第一项", "中华人民共和国商标法", "",
       "", "", "art57.item1"},
      {"商标法第五十七条第(二)项", "商标法", "", "", "", "art57.item2"},
      {"商标法第57条第2项", "商标法", "", "", "", "art57.item2"},
      {"商标法 57条2项", "商标法", "", "", "", "art57.item2"},
      {"《商标法》(2019)第六十条第二款", "商标法", "", "", "2019",
       "art60.para2"},
      {"《商标法》（2019年修正）第六十条第二款的规定", "商标法", "", "", "2019",
       "art60.para2"},
      {"《中华人民共和国商标法（2019年修正）》第六十条", "中华人民共和国商标法",
       "", "", "2019", "art60"},
      {"《产品质量法》第二十七条第一款第（二）项", "产品质量法", "", "", "",
       "art27.para1.item2"},
      {"产品质量法第２７条第１款第（２）项第３目", "产品质量法", "", "", "",
       "art27.para1.item2.sub3"},
      {"《刑法》第一百二十条之一", "刑法", "", "", "", "art120-1"},
      {"《刑法》第一百二十条之一第二款", "刑法", "", "", "", "art120-1.para2"},
      {"刑法第二百一十三条", "刑法", "", "", "", "art213"},
      {"《行政处罚法》笫二十八条第二款。", "行政处罚法", "", "", "",
       "art28.para2"},
      {"《商标法》第五十七条（三）", "商标法", "", "", "", "art57.item3"},
      {"《商标法》", "商标法", "", "", "", ""},
      {"商标法", "商标法", "", "", "", ""},
      {"《商标法》第七章", "商标法", "", "", "", "ch7"},
      {"法释〔2004〕19号第一条", "", "", "法释〔2004〕19号", "", "art1"},
      {"法释[2004]19号第一条", "", "", "法释〔2004〕19号", "", "art1"},
      {"《关于办理侵犯知识产权刑事案件具体应用法律若干问题的解释》（法释〔2004"
       "〕19号）"
       "第一条第二款",
       "关于办理侵犯知识产权刑事案件具体应用法律若干问题的解释", "",
       "法释〔2004〕19号", "", "art1.para2"},
      {"《裁量办法（试行）》第三条", "裁量办法(试行)", "", "", "", "art3"},
      {"GB 18382-2021 第7.3条", "", "GB 18382", "", "2021", "cl7.3"},
      {"GB18382-2021", "", "GB 18382", "", "2021", ""},
      {"GB 18382—2021第7章", "", "GB 18382", "", "2021", "cl7"},
      {"ＧＢ　１８３８２－２０２１ 7.3.2", "", "GB 18382", "", "2021",
       "cl7.3.2"},
      {"GB 18382-2021《肥料标识 内容和要求》第七章", "", "GB 18382", "", "2021",
       "cl7"},
      {"《肥料标识 内容和要求》（GB 18382-2021）7.3", "肥料标识 内容和要求",
       "GB 18382", "", "2021", "cl7.3"},
      {"《GB 18382-2021 肥料标识 内容和要求》", "", "GB 18382", "", "2021", ""},
      {"《肥料标识 内容和要求》7.3", "肥料标识 内容和要求", "", "", "",
       "cl7.3"},
      {"《肥料标识 内容和要求》附录A", "肥料标识 内容和要求", "", "", "",
       "annexA"},
      {"GB/T 10205", "", "GB/T 10205", "", "", ""},
      {"gb/t10205-2009", "", "GB/T 10205", "", "2009", ""},
      {"GBT 10205-2009", "", "GB/T 10205", "", "2009", ""},
      {"GB/T 15063-2020 表1", "", "GB/T 15063", "", "2020", "tbl1"},
      {"GB 18382-2001 附录A", "", "GB 18382", "", "2001", "annexA"},
      {"DB11/T 2443—2025", "", "DB11/T 2443", "", "2025", ""},
      {"DB 11/T 2443-2025", "", "DB11/T 2443", "", "2025", ""},
      {"NY/T 525", "", "NY/T 525", "", "", ""},
      {"NY525-2012", "", "NY 525", "", "2012", ""},
      {"HG 2321-92", "", "HG 2321", "", "1992", ""},
      {"T/CPFIA 0001-2020", "", "T/CPFIA 0001", "", "2020", ""},
      {"Q/ABC 001-2023", "", "Q/ABC 001", "", "2023", ""},
      {"GB 6675.1-2025", "", "GB 6675.1", "", "2025", ""},
      {"JJF 1070-2023", "", "JJF 1070", "", "2023", ""},
      {"ISO 10218", "", "ISO 10218", "", "", ""},
      {"ISO 10218-1:2011", "", "ISO 10218-1", "", "2011", ""},
      {"ISO/IEC 27001:2022 4.2", "", "ISO/IEC 27001", "", "2022", "cl4.2"},
      {"GB/T 18382-2021第7章第7.3条", "", "GB/T 18382", "", "2021", "cl7.3"},
  };
  for (const Case& c : kCases) {
    SCOPED_TRACE(c.text);
    const absl::StatusOr<ParsedCitation> got = ParseCitation(c.text);
    ASSERT_TRUE(got.ok()) << got.status();
    EXPECT_EQ(got->title, c.title);
    EXPECT_EQ(got->standard_number, c.standard);
    EXPECT_EQ(got->document_number, c.document);
    EXPECT_EQ(got->year, c.year);
    EXPECT_EQ(FormatProvisionId(got->path), c.provision);
  }
}

TEST(CitationTest, SaysFromWhereItIsNotUnderstood) {
  const struct {
    const char* text;
    const char* want;
  } kCases[] = {
      {"", "empty"},
      {"  　", "empty"},
      {"第五十七条", "names no instrument"},
      {"《商标法第五十七条", "not understood"},
      {"《商标法》第五十七条第一项和别的", "和别的"},
      {"《商标法》第五十七条第一项第五十八条", "outermost first"},
      {"《商标法》第零条", "not understood"},
      {"《商标法》57", "not understood"},
      {"\xff\xfe", "UTF-8"},
  };
  for (const auto& c : kCases) {
    const absl::StatusOr<ParsedCitation> got = ParseCitation(c.text);
    EXPECT_EQ(got.status().code(), absl::StatusCode::kInvalidArgument)
        << c.text;
    EXPECT_NE(std::string(got.status().message()).find(c.want),
              std::string::npos)
        << got.status();
  }
}

TEST(CitationTest, LengthHoldsAtTheLimit) {
  std::string text;
  for (size_t i = 0; i < kMaxCitationChars; ++i) text += "法";
  EXPECT_TRUE(ParseCitation(text).ok());
  text += "法";
  EXPECT_FALSE(ParseCitation(text).ok());
}

TEST(CitationTest, PrintsCanonically) {
  Instrument law;
  law.kind = Kind::kLaw;
  law.title.zh = "中华人民共和国商标法";
  law.short_names = {"商标法"};
  Edition edition;
  edition.id = "2019";
  EXPECT_EQ(PrintCitation(law, edition, *ParseProvisionId("art57.item1")),
            "《商标法》(2019)第五十七条第（一）项");
  Instrument standard;
  standard.kind = Kind::kMandatoryStandard;
  standard.number = "GB 18382";
  edition.id = "2021";
  edition.number = "GB 18382-2021";
  EXPECT_EQ(PrintCitation(standard, edition, *ParseProvisionId("cl7.3")),
            "GB 18382-2021 第7.3条");
  EXPECT_EQ(PrintCitation(standard, edition, {}), "GB 18382-2021");
}

TEST(CitationTest, WhatIsPrintedReadsBack) {
  Instrument law;
  law.kind = Kind::kLaw;
  law.short_names = {"刑法"};
  Edition edition;
  edition.id = "2020";
  for (const char* id : {"art1", "art57.item1", "art120-1.para2",
                         "art27.para1.item2.sub3", "art310", "ch3"}) {
    const std::string text = PrintCitation(law, edition, *ParseProvisionId(id));
    const absl::StatusOr<ParsedCitation> got = ParseCitation(text);
    ASSERT_TRUE(got.ok()) << got.status();
    EXPECT_EQ(FormatProvisionId(got->path), id);
    EXPECT_EQ(got->year, "2020");
  }
}

TEST(FoldTest, TitlesCompareWithoutSpacesAndMarks) {
  EXPECT_EQ(TitleKey("《肥料标识　内容和要求》"),
            TitleKey("肥料标识内容和要求"));
  EXPECT_EQ(TitleKey("Trademark LAW"), TitleKey("trademark law"));
}

TEST(StandardNumberTest, RefusesWhatIsNone) {
  for (const char* text : {"", "商标法", "2019", "GB", "GB/T", "A 1", "第7条",
                           "GB 18382-20211x9"}) {
    const auto got = ParseStandardNumber(text);
    if (got.has_value()) {
      EXPECT_NE(got->consumed, std::string(text).size()) << text;
    }
  }
}

}  // namespace
}  // namespace zhiheng::catalog
