// What a quick look says is what the full judgement says: over the packs in
// testdata and facts of several kinds, whole and in part.
#include "services/rules/outcomes/quick_look.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <sstream>

#include "services/rules/outcomes/pack_evaluator.h"
#include "services/rules/packs/pack_compiler.h"
#include "services/rules/packs/pack_reader.h"
#include "zhiheng/facts/v1/enforcement_case.pb.h"

namespace zhiheng::rules {
namespace {

std::shared_ptr<const CompiledPack> Compile(const std::string& file) {
  zhiheng::facts::v1::EnforcementCase::descriptor();
  std::ifstream in(file);
  std::ostringstream text;
  text << in.rdbuf();
  CompileContext context;
  context.pool = google::protobuf::DescriptorPool::generated_pool();
  context.factory = google::protobuf::MessageFactory::generated_factory();
  Diagnostics diagnostics;
  auto source = ReadPack(file, text.str(), &diagnostics);
  if (!source.has_value()) return nullptr;
  return CompilePack(*std::move(source), context, &diagnostics);
}

struct Given {
  const char* pack;
  std::vector<const char*> facts;
};

const std::vector<const char*> kCases = {
    "",
    "acts { kind: KIND_SOLD_INFRINGING_GOODS last_day { year: 2024 month: 9 "
    "day: 30 } }",
    "acts { kind: KIND_SOLD_INFRINGING_GOODS last_day { year: 2024 month: 9 "
    "day: 30 } } marks { registered: true licensed: false } amounts { "
    "illegal_turnover { value { amount: '32161.23' } } }",
    "acts { kind: KIND_SOLD_INFRINGING_GOODS last_day { year: 2027 month: 1 "
    "day: 2 } } marks { registered: true licensed: true }",
    "acts { kind: KIND_SOLD_INFRINGING_GOODS last_day { year: 2026 } } marks { "
    "registered: true }",
    "acts { kind: KIND_MARK_LABELS last_day { year: 2001 month: 1 day: 2 } }",
};
const std::vector<const char*> kLabels = {
    "",
    "production_date { year: 2024 month: 1 day: 2 }",
    "production_date { year: 2024 }",
};

TEST(QuickLookTest, SaysWhatTheFullJudgementSays) {
  std::map<int, int> seen;
  for (const auto& [file, cases] :
       {Given{"testdata/good/mark.yaml", kCases},
        Given{"testdata/good/outcomes.yaml", kLabels}}) {
    const auto pack = Compile(file);
    ASSERT_NE(pack, nullptr) << file;
    for (const char* text : cases) {
      for (const cel::Unset unset :
           {cel::Unset::kIsAbsent, cel::Unset::kIsUnknown}) {
        std::unique_ptr<google::protobuf::Message> facts(
            google::protobuf::MessageFactory::generated_factory()
                ->GetPrototype(pack->facts)
                ->New());
        ASSERT_TRUE(
            google::protobuf::TextFormat::ParseFromString(text, facts.get()));
        cel::Knowledge knowledge;
        knowledge.unset = unset;
        const auto view = FactsView::Create(pack->subject, *facts, knowledge);
        ASSERT_TRUE(view.ok()) << view.status();
        EvaluateOptions options;
        options.today = *CivilDate::FromYmd(2026, 11, 21);
        options.with_not_applicable = true;
        google::protobuf::RepeatedPtrField<v1::Finding> findings;
        ASSERT_TRUE(
            EvaluatePack(*pack, **view, Calendar(), options, &findings).ok());
        std::vector<RuleVerdict> verdicts;
        ASSERT_TRUE(
            JudgePack(*pack, **view, Calendar(), options, &verdicts).ok());
        ASSERT_EQ(verdicts.size(), static_cast<size_t>(findings.size()));
        for (size_t i = 0; i < verdicts.size(); ++i) {
          const v1::Finding& full = findings[static_cast<int>(i)];
          EXPECT_EQ(verdicts[i].rule->id, full.rule());
          EXPECT_EQ(verdicts[i].outcome, full.outcome())
              << file << " " << full.rule() << " over {" << text << "}";
          EXPECT_EQ(verdicts[i].review_reason, full.review_reason());
          ++seen[full.outcome()];
        }
      }
    }
  }
  EXPECT_GT(seen[v1::OUTCOME_COMPLIANT], 0);
  EXPECT_GT(seen[v1::OUTCOME_NON_COMPLIANT], 0);
  EXPECT_GT(seen[v1::OUTCOME_NOT_APPLICABLE], 0);
  EXPECT_GT(seen[v1::OUTCOME_NEEDS_FACTS], 0);
}

}  // namespace
}  // namespace zhiheng::rules
