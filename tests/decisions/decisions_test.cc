// Published penalty decisions, facts keyed by hand without any name, against
// the packs that ship: what the authority applied is found, its fine lies in an
// interval, and every disagreement is explained. agreement.md shows all of it.
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/str_join.h"
#include "tests/decisions/agreement.h"
#include "tests/reference/judge.h"

namespace zhiheng::reference {
namespace {

constexpr char kTable[] = "agreement.md";

const std::vector<ReferenceCase>& Decisions() {
  static const auto* cases = new std::vector<ReferenceCase>(CasesOf("."));
  return *cases;
}

class Decision : public testing::TestWithParam<ReferenceCase> {};

TEST_P(Decision, GivesTheExpectedFindings) {
  const Findings findings = Judge(GetParam());
  const std::vector<std::string> differences =
      Differences(GetParam(), findings);
  EXPECT_TRUE(differences.empty()) << absl::StrJoin(differences, "\n") << "\n\n"
                                   << Table(findings);
}

TEST_P(Decision, IsAgreedWithOrExplained) {
  const Agreement agreement = Compare(GetParam(), Judge(GetParam()));
  EXPECT_TRUE(agreement.Full() || !GetParam().note.empty())
      << agreement.rules << " " << agreement.interval;
}

INSTANTIATE_TEST_SUITE_P(All, Decision, testing::ValuesIn(Decisions()),
                         [](const testing::TestParamInfo<ReferenceCase>& info) {
                           return info.param.name;
                         });

// Decisions that are left out would pass in silence.
TEST(Decisions, AreEnough) {
  std::set<std::string> sources;
  for (const ReferenceCase& one : Decisions()) sources.insert(one.source);
  EXPECT_GE(sources.size(), 23u);
}

TEST(Decisions, TheTableIsWhatThePacksSay) {
  std::vector<Agreement> agreements;
  for (const ReferenceCase& one : Decisions()) {
    agreements.push_back(Compare(one, Judge(one)));
  }
  const std::string table = AgreementTable(Decisions(), agreements);
  if (std::getenv("ZHIHENG_UPDATE_GOLDEN") != nullptr) {
    std::ofstream(kTable) << table;
  }
  std::ostringstream written;
  written << std::ifstream(kTable).rdbuf();
  EXPECT_EQ(written.str(), table);
}

}  // namespace
}  // namespace zhiheng::reference
