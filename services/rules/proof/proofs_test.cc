// Packs with one slip each, and what lint proves about them. The library that
// ships is proved right by `packs lint`.
#include "services/rules/proof/proofs.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "services/common/testing/temp_dir.h"
#include "services/rules/engine/library_loader.h"

namespace zhiheng::rules {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr char kPack[] = R"yaml(pack: t.proof
version: 1.0.0
title: {zh: 测试, en: Test}
facts: zhiheng.facts.v1.EnforcementCase
subject: case
instruments:
  OLD: {instrument: trademark-law, edition: "2019", short: {zh: 商标法, en: Trademark Law}, form: articles, from: 2019-11-01, until: @UNTIL}
  NEW: {instrument: trademark-law, edition: "2026", short: {zh: 商标法, en: Trademark Law}, form: articles, from: 2027-01-01}
dates:
  act:
    - {field: case.acts.last_day, reason: {zh: 行为日, en: day of the act}}
date: act
let:
  v: case.amounts.illegal_turnover
  big: v.value >= money('50000')
rules:
  - id: PEN
    kind: sanction
    title: {zh: 处罚, en: sanction}
    cites: [OLD 60-2, NEW 74-2]
    when: case.circumstances.serious && @WHEN
    consequences:
      - fine: {mode: may, min: {amount: "0"}, max: {amount: "250000"}}
        when: @FIRST
      - fine: {mode: may, min: {amount: "0"}, max: {amount: "350000"}}
        when: @SECOND
  - id: KIND-A
    kind: checklist
    title: {zh: 甲, en: a}
    cites: [OLD 1, NEW 1]
    when: @KIND
    question: {zh: 甲, en: a}
  - id: KIND-B
    kind: checklist
    title: {zh: 乙, en: b}
    cites: [OLD 1, NEW 1]
    when: "!(case.party.kind == Party.Kind.KIND_NATURAL_PERSON)"
    question: {zh: 乙, en: b}
alternatives:
  kinds: {over: "act_day >= date('2019-11-01')", rules: [KIND-A, KIND-B]}
)yaml";

struct Slips {
  std::string until = "2027-01-01";
  std::string when = "true";
  std::string first = "big";
  std::string second = "\"!big\"";
  std::string kind = "case.party.kind == Party.Kind.KIND_NATURAL_PERSON";
};

class ProofsTest : public ::testing::Test {
 protected:
  std::vector<Proof> Prove(const Slips& slips) {
    std::ofstream(dir_.File("p.yaml"))
        << absl::StrReplaceAll(kPack, {{"@UNTIL", slips.until},
                                       {"@WHEN", slips.when},
                                       {"@FIRST", slips.first},
                                       {"@SECOND", slips.second},
                                       {"@KIND", slips.kind}});
    auto library = LoadLibrary(dir_.path());
    EXPECT_EQ(library->set->packs().size(), 1u) << RenderAll(*library, 9);
    if (library->set->packs().empty()) return {};
    Diagnostics found;
    auto proofs = ProvePack(*library->set->packs()[0], &found);
    library->diagnostics = found;
    said_ = RenderAll(*library, 9);
    return proofs;
  }
  int NotCovered(const std::vector<Proof>& proofs) {
    int out = 0;
    for (const Proof& p : proofs) out += p.state == Proof::State::kNotCovered;
    return out;
  }
  testing::TempDir dir_;
  std::string said_;
};

TEST_F(ProofsTest, APackThatIsRightIsProved) {
  const auto proofs = Prove({});
  EXPECT_THAT(said_, IsEmpty());
  EXPECT_GE(proofs.size(), 8u);
  EXPECT_EQ(NotCovered(proofs), 0);
}

TEST_F(ProofsTest, SlipsAreFoundWithACounterexample) {
  struct Case {
    Slips slips;
    const char* code;
    const char* says;
  };
  const char* v = "case.amounts.illegal_turnover.value";
  const Case kCases[] = {
      {{.first = "v.value > money('50000')",
        .second = "v.value < money('50000')"},
       "fine-hole",
       "value = 50000"},
      {{.first = "v.value >= money('60000')",
        .second = "v.value < money('50000')"},
       "fine-hole",
       v},
      {{.second = "v.value <= money('50000')"},
       "overlapping-fines",
       "value = 50000"},
      {{.first = "act_day <= date('2027-01-01')",
        .second = "act_day >= date('2027-01-01')"},
       "overlapping-fines",
       "act_day = 2027-01-01"},
      {{.first = "act_day < date('2027-01-01')",
        .second = "act_day > date('2027-01-01')"},
       "fine-hole",
       "act_day = 2027-01-01"},
      {{.second = "v.value < money('1') && v.value > money('2')"},
       "never-follows",
       "consequence 2"},
      {{.when = "act_day < date('2010-01-01')"}, "never-applies", "PEN"},
      {{.until = "2026-12-31"}, "edition-gap", "2026-12-31"},
      {{.until = "2027-02-01"}, "overlapping-editions", "2027-01-01"},
      {{.kind = "case.party.kind == Party.Kind.KIND_LEGAL_PERSON"},
       "overlapping-alternatives",
       "KIND_LEGAL_PERSON"},
      {{.kind = "case.party.kind == Party.Kind.KIND_LEGAL_PERSON"},
       "alternatives-gap",
       "KIND_NATURAL_PERSON"},
  };
  for (const Case& c : kCases) {
    Prove(c.slips);
    EXPECT_THAT(said_, HasSubstr(absl::StrCat("[", c.code, "]")));
    EXPECT_THAT(said_, HasSubstr(c.says)) << c.code;
  }
}

TEST_F(ProofsTest, WhatHangsOnSomethingComputedIsSaidNotToBeCovered) {
  const auto proofs =
      Prove({.first = "big && case.goods.exists(g, g.name == 'x')",
             .second = "v.value <= money('50000')"});
  EXPECT_THAT(said_, IsEmpty());
  EXPECT_GT(NotCovered(proofs), 0);
}

TEST_F(ProofsTest, FinesThatHangOnDifferentThingsMayFollowTogether) {
  Prove({.second = "case.circumstances.not_corrected"});
  EXPECT_THAT(said_, IsEmpty());
}

}  // namespace
}  // namespace zhiheng::rules
