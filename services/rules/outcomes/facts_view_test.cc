#include "services/rules/outcomes/facts_view.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/text_format.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gtest/gtest.h"
#include "zhiheng/facts/v1/enforcement_case.pb.h"

namespace zhiheng::rules {
namespace {

using zhiheng::facts::v1::EnforcementCase;

std::vector<const google::protobuf::FieldDescriptor*> Fields(
    const std::string& path) {
  std::vector<const google::protobuf::FieldDescriptor*> out;
  const google::protobuf::Descriptor* type = EnforcementCase::descriptor();
  for (const std::string& step :
       std::vector<std::string>(absl::StrSplit(path, '.'))) {
    out.push_back(type->FindFieldByName(step));
    type = out.back()->message_type();
  }
  return out;
}

std::string Show(const std::string& facts, const std::string& path,
                 cel::Knowledge knowledge) {
  EnforcementCase message;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(facts, &message));
  const auto view = FactsView::Create("case", message, std::move(knowledge));
  EXPECT_TRUE(view.ok()) << view.status();
  std::string out;
  for (const Fact& fact : (*view)->Find(Fields(path))) {
    absl::StrAppend(&out, out.empty() ? "" : " ", fact.path, "=",
                    fact.state == Fact::State::kSet ? FactsView::Show(fact)
                    : fact.state == Fact::State::kUnknown ? "?"
                                                          : "-");
  }
  return out;
}

constexpr auto kUnknown = cel::Unset::kIsUnknown;
constexpr auto kAbsent = cel::Unset::kIsAbsent;

struct Case {
  const char* name;
  const char* facts;
  const char* path;
  cel::Knowledge knowledge;
  const char* want;
};

TEST(FactsViewTest, FindsEveryPlaceAPathLeadsTo) {
  const Case kCases[] = {
      {"Scalar",
       "authority { name: '甲局' }",
       "authority.name",
       {kUnknown, {}, {}},
       "case.authority.name=甲局"},
      {"UnsetIsUnknown",
       "",
       "authority.name",
       {kUnknown, {}, {}},
       "case.authority.name=?"},
      {"UnsetIsAbsent",
       "",
       "authority.name",
       {kAbsent, {}, {}},
       "case.authority.name=-"},
      {"LookedFor",
       "",
       "authority.name",
       {kUnknown, {"case.authority"}, {}},
       "case.authority.name=-"},
      {"NobodyLooked",
       "",
       "authority.name",
       {kAbsent, {}, {"case.authority.name"}},
       "case.authority.name=?"},
      {"UnknownEvenWhenSet",
       "authority { name: '甲局' }",
       "authority.name",
       {kAbsent, {}, {"case.authority.name"}},
       "case.authority.name=?"},
      {"EachOfAList",
       "acts { kind: KIND_OTHER } acts { }",
       "acts.kind",
       {kUnknown, {}, {}},
       "case.acts[0].kind=KIND_OTHER case.acts[1].kind=?"},
      {"EmptyList", "", "acts.kind", {kUnknown, {}, {}}, "case.acts=?"},
      {"ListAsAWhole",
       "acts { } acts { }",
       "acts",
       {kUnknown, {}, {}},
       "case.acts=×2"},
      {"PartialDate",
       "procedure { clue_date { year: 2023 month: 12 } }",
       "procedure.clue_date",
       {kUnknown, {}, {}},
       "case.procedure.clue_date=2023-12"},
      {"BoundedAmount",
       "amounts { goods_value { value { amount: '1440000' } bound: "
       "BOUND_AT_LEAST } }",
       "amounts.goods_value",
       {kUnknown, {}, {}},
       "case.amounts.goods_value=≥ 1440000"},
      {"Money",
       "reported_outcome { fine { amount: '5' currency_code: 'USD' } }",
       "reported_outcome.fine",
       {kUnknown, {}, {}},
       "case.reported_outcome.fine=5 USD"},
  };
  for (const Case& c : kCases) {
    SCOPED_TRACE(c.name);
    EXPECT_EQ(Show(c.facts, c.path, c.knowledge), c.want);
  }
}

TEST(FactsViewTest, LongValuesAreCut) {
  const std::string facts =
      absl::StrCat("authority { name: '", std::string(500, 'x'), "' }");
  const std::string shown = Show(facts, "authority.name", {kUnknown, {}, {}});
  EXPECT_EQ(shown.size(), std::string("case.authority.name=").size() + 200 +
                              std::string("…").size());
}

TEST(FactsViewTest, PlacesAreLimited) {
  std::string facts;
  for (size_t i = 0; i < FactsView::kMaxPlaces + 50; ++i) facts += "acts { } ";
  EnforcementCase message;
  ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(facts, &message));
  const auto view = FactsView::Create("case", message, {});
  ASSERT_TRUE(view.ok());
  EXPECT_EQ((*view)->Find(Fields("acts.kind")).size(), FactsView::kMaxPlaces);
}

TEST(FactsViewTest, ABadExceptionPathIsRefused) {
  const EnforcementCase message;
  EXPECT_FALSE(
      FactsView::Create("case", message, {kUnknown, {"case.acts[x"}, {}}).ok());
}

}  // namespace
}  // namespace zhiheng::rules
