// A rule is judged in this order: the day, whether it applies, whether it is
// broken, what follows. The first step that cannot be decided ends it: an error
// is ERROR, a missing fact NEEDS_FACTS. Tested by pack_evaluator_test.cc.
#include "services/rules/outcomes/pack_evaluator.h"

#include <set>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/common/base/status_macros.h"
#include "services/rules/outcomes/applied_day.h"
#include "services/rules/outcomes/asker.h"
#include "services/rules/outcomes/consequence_builder.h"
#include "services/rules/outcomes/proto_parts.h"
#include "services/rules/outcomes/quick_look.h"
#include "zhiheng/rules/v1/finding.pb.h"

namespace zhiheng::rules {
namespace {

namespace pb = ::zhiheng::rules::v1;

pb::RuleKind KindOf(Kind kind) {
  switch (kind) {
    case Kind::kRequirement:
      return pb::RULE_KIND_REQUIREMENT;
    case Kind::kConduct:
      return pb::RULE_KIND_CONDUCT;
    case Kind::kSanction:
      return pb::RULE_KIND_SANCTION;
    case Kind::kDuty:
      return pb::RULE_KIND_DUTY;
    case Kind::kChecklist:
      return pb::RULE_KIND_CHECKLIST;
  }
  return pb::RULE_KIND_UNSPECIFIED;
}

std::string FindingId(const CompiledPack& pack, const RuleProgram& rule,
                      const EvaluateOptions& options) {
  return absl::StrCat(pack.id, "/", rule.id,
                      options.subject_id.empty() ? "" : "/",
                      options.subject_id);
}

class RuleJudge {
 public:
  RuleJudge(const CompiledPack& pack, const RuleProgram& rule,
            const FactsView& facts, const Calendar& calendar, Asker& asker,
            const EvaluateOptions& options, const AppliedDay& day,
            pb::Finding* finding)
      : pack_(pack),
        rule_(rule),
        facts_(facts),
        calendar_(calendar),
        asker_(asker),
        options_(options),
        day_(day),
        finding_(finding) {}

  void Judge() {
    Identify();
    const RuleOnDay on_day = LookAtRule(rule_, day_.days);
    ShowDay();
    if (on_day.state == RuleOnDay::State::kNotInForce) {
      return Decide(pb::OUTCOME_NOT_APPLICABLE);
    }
    const Answer applies = Both(asker_.PackApplies(), asker_.Ask(rule_.when));
    if (applies.IsFalse()) return Decide(pb::OUTCOME_NOT_APPLICABLE);
    ListEvidence();
    if (applies.IsError()) return Fail(applies.error);
    if (on_day.state == RuleOnDay::State::kUndecided) {
      Need({day_.path});
      return NeedFacts(applies);
    }
    for (const PackCitation* citation : on_day.citations) {
      SetCitation(*citation, finding_->add_citations());
    }
    finding_->set_advisory(on_day.advisory);
    if (applies.IsUnknown()) return NeedFacts(applies);
    const Answer judge = asker_.Ask(rule_.judge, false);
    if (judge.IsError()) return Fail(judge.error);
    if (judge.IsUnknown()) return NeedFacts(judge);
    if (judge.IsTrue()) {
      Review(pb::REVIEW_REASON_JUDGEMENT);
      Follow();
      return;
    }
    JudgeByKind();
  }

 private:
  void Identify() {
    finding_->set_id(FindingId(pack_, rule_, options_));
    finding_->set_pack(pack_.id);
    finding_->set_rule(rule_.id);
    finding_->set_kind(KindOf(rule_.kind));
    finding_->set_confidence(
        static_cast<pb::Confidence>(static_cast<int>(rule_.confidence) + 1));
    finding_->set_verification(rule_.verification);
    SetTexts(rule_.title, finding_->mutable_title());
  }

  void ShowDay() {
    if (day_.shown.year > 0) {
      SetDate(day_.shown, finding_->mutable_date_applied());
      SetTexts(day_.reason, finding_->mutable_date_reason());
    }
  }

  void JudgeByKind() {
    switch (rule_.kind) {
      case Kind::kRequirement:
      case Kind::kConduct:
        return JudgeConduct();
      case Kind::kSanction:
        return JudgeSanction();
      case Kind::kDuty:
        return JudgeDuty();
      case Kind::kChecklist:
        Review(pb::REVIEW_REASON_CHECKLIST);
        Follow();
    }
  }

  void JudgeConduct() {
    Answer broken = asker_.Ask(rule_.finds, false);
    if (rule_.require.valid()) {
      broken = asker_.Ask(rule_.require);
      if (broken.IsTrue()) {
        broken.truth = Answer::Truth::kFalse;
      } else if (broken.IsFalse()) {
        broken.truth = Answer::Truth::kTrue;
      }
    }
    if (broken.IsError()) return Fail(broken.error);
    if (broken.IsUnknown()) return NeedFacts(broken);
    if (broken.IsFalse()) return Decide(pb::OUTCOME_COMPLIANT);
    if (Break()) Follow();
  }

  void JudgeSanction() {
    Decide(pb::OUTCOME_COMPLIANT);
    const ConsequenceReport report = Follow();
    if (finding_->outcome() == pb::OUTCOME_ERROR) return;
    const Answer contradicts = asker_.Ask(rule_.finds, false);
    if (contradicts.IsError()) return Fail(contradicts.error);
    // What the authority did may not be reported; that leaves the interval as
    // it is, and the facts that would tell are named.
    if (contradicts.IsUnknown()) Need(contradicts.missing);
    Explain();
    if (report.fine_contradicted || contradicts.IsTrue()) Break();
  }

  void JudgeDuty() {
    Decide(pb::OUTCOME_COMPLIANT);
    const ConsequenceReport report = Follow();
    if (finding_->outcome() == pb::OUTCOME_ERROR) return;
    Explain();
    if (report.duty_broken) {
      Break();
    } else if (report.duty_needs_facts ||
               (report.duty_left_out && !report.duty_shown)) {
      // A duty of which nothing could be shown is no pass.
      Decide(pb::OUTCOME_NEEDS_FACTS);
    }
  }

  // The rule is broken, as far as its source and an excuse allow. False: it
  // could not be decided.
  bool Break() {
    const Answer suspect = asker_.Ask(rule_.suspect, false);
    if (suspect.IsError()) {
      Fail(suspect.error);
      return false;
    }
    finding_->set_severity(
        static_cast<pb::Severity>(static_cast<int>(rule_.severity)));
    // An excuse that nobody looked into is open: that is what suspected means.
    if (suspect.IsUnknown()) Need(suspect.missing);
    if (suspect.IsTrue() || suspect.IsUnknown() ||
        rule_.confidence == RuleConfidence::kLow) {
      Review(pb::REVIEW_REASON_SUSPECTED);
    } else if (rule_.confidence == RuleConfidence::kMedium) {
      Review(pb::REVIEW_REASON_TEXT_NOT_LOADED);
    } else {
      Decide(pb::OUTCOME_NON_COMPLIANT);
    }
    Explain();
    SetTextsIfAny(rule_.remedy, finding_->mutable_remedy());
    return true;
  }

  void Review(pb::ReviewReason reason) {
    Decide(pb::OUTCOME_NEEDS_REVIEW);
    finding_->set_review_reason(reason);
    Explain();
    if (!rule_.question.empty()) {
      SetTextsIfAny(rule_.question, finding_->mutable_question());
    } else {
      SetTexts(DefaultQuestion(), finding_->mutable_question());
    }
  }

  Texts DefaultQuestion() const {
    const std::string item =
        rule_.verification.empty() ? "" : "（" + rule_.verification + "）";
    if (rule_.confidence == RuleConfidence::kMedium) {
      return {absl::StrCat("本规则依据二手来源编写", item,
                           "：所引条文的正式文本是否如此规定？"),
              absl::StrCat("This rule was written from secondary sources",
                           rule_.verification.empty() ? "" : " (",
                           rule_.verification,
                           rule_.verification.empty() ? "" : ")",
                           ": does the official text of the cited provisions "
                           "say so?")};
    }
    return {absl::StrCat("本规则的依据尚待核实", item, "：是否确属违反？"),
            "The basis of this rule is still to be verified: is it broken?"};
  }

  ConsequenceReport Follow() {
    const bool open =
        finding_->outcome() == pb::OUTCOME_NEEDS_REVIEW &&
        finding_->review_reason() != pb::REVIEW_REASON_TEXT_NOT_LOADED;
    const ConsequenceContext context{facts_,         calendar_, asker_,
                                     options_.today, day_.days, open};
    ConsequenceReport report = BuildConsequences(rule_, context, finding_);
    Need(report.missing);
    if (!report.error.empty()) Fail(report.error);
    return report;
  }

  void Explain() {
    if (!finding_->has_message()) {
      SetTextsIfAny(rule_.message, finding_->mutable_message());
    }
  }

  void SetTextsIfAny(const TextTemplates& templates,
                     zhiheng::type::v1::LocalizedText* out) {
    if (!templates.empty()) SetTexts(asker_.Render(templates), out);
  }

  void ListEvidence() {
    if (options_.verdicts_only) return;
    for (const cel::ReadPath& read : rule_.reads) {
      for (const Fact& fact : facts_.Find(read.fields)) {
        const std::string value = FactsView::Show(fact);
        if (fact.state == Fact::State::kSet && value.empty()) continue;
        pb::FactRead* out = finding_->add_evidence();
        out->set_path(fact.path);
        out->set_value(value);
        out->set_unknown(fact.state == Fact::State::kUnknown);
        out->set_absent(fact.state == Fact::State::kAbsent);
      }
    }
  }

  void Decide(pb::Outcome outcome) { finding_->set_outcome(outcome); }

  void NeedFacts(const Answer& answer) {
    Need(answer.missing);
    Decide(pb::OUTCOME_NEEDS_FACTS);
  }

  void Need(const std::vector<std::string>& paths) {
    for (const std::string& path : paths) {
      if (!path.empty() && missing_.insert(path).second) {
        finding_->add_missing_facts(path);
      }
    }
  }

  // Never a verdict: what was shown so far is taken back.
  void Fail(const std::string& error) {
    finding_->clear_review_reason();
    finding_->clear_severity();
    finding_->clear_message();
    finding_->clear_remedy();
    finding_->clear_question();
    finding_->clear_consequences();
    finding_->set_error(error);
    Decide(pb::OUTCOME_ERROR);
  }

  const CompiledPack& pack_;
  const RuleProgram& rule_;
  const FactsView& facts_;
  const Calendar& calendar_;
  Asker& asker_;
  const EvaluateOptions& options_;
  const AppliedDay& day_;
  pb::Finding* finding_;
  std::set<std::string> missing_;
};

// The rules of a pack, one after the other.
class PackJudge {
 public:
  PackJudge(const CompiledPack& pack, const FactsView& facts,
            const Calendar& calendar, const EvaluateOptions& options)
      : pack_(pack),
        facts_(facts),
        calendar_(calendar),
        options_(options),
        any_(ChooseDay(nullptr, facts, options.as_of, options.today)),
        asker_(pack, facts) {
    for (const DateSelector& selector : pack.selectors) {
      days_.push_back(
          ChooseDay(&selector, facts, options.as_of, options.today));
    }
    asker_.RankMissing(!options.verdicts_only);
  }

  // Calls take(rule, quick) for every rule that is asked for; quick is what a
  // quick look says.
  template <typename Take>
  absl::Status ForEach(const Take& take) {
    RETURN_IF_ERROR(asker_.Bind(options_.today, days_));
    for (size_t i = 0; i < pack_.rules.size(); ++i) {
      const RuleProgram& rule = pack_.rules[i];
      if (options_.check && i % kRulesPerCheck == 0) {
        RETURN_IF_ERROR(options_.check());
      }
      if (!options_.only_rule.empty() && rule.id != options_.only_rule) {
        continue;
      }
      const QuickVerdict quick = LookQuickly(rule, DayOf(rule), asker_);
      if (quick == QuickVerdict::kNotApplicable &&
          !options_.with_not_applicable) {
        continue;
      }
      if (quick == QuickVerdict::kCompliant && !options_.with_compliant) {
        continue;
      }
      take(rule, quick);
    }
    return absl::OkStatus();
  }

  void Judge(const RuleProgram& rule, pb::Finding* finding) {
    RuleJudge(pack_, rule, facts_, calendar_, asker_, options_, DayOf(rule),
              finding)
        .Judge();
  }

  // Whether a full judgement is of those that are asked for.
  bool Wanted(pb::Outcome outcome) const {
    if (outcome == pb::OUTCOME_NOT_APPLICABLE) {
      return options_.with_not_applicable;
    }
    return outcome != pb::OUTCOME_COMPLIANT || options_.with_compliant;
  }

 private:
  static constexpr size_t kRulesPerCheck = 16;

  const AppliedDay& DayOf(const RuleProgram& rule) const {
    return rule.selector < 0 ? any_ : days_[rule.selector];
  }

  const CompiledPack& pack_;
  const FactsView& facts_;
  const Calendar& calendar_;
  const EvaluateOptions& options_;
  const AppliedDay any_;
  std::vector<AppliedDay> days_;
  Asker asker_;
};

void SetVerdict(const CompiledPack& pack, const RuleVerdict& verdict,
                const EvaluateOptions& options, pb::Finding* finding) {
  finding->set_id(FindingId(pack, *verdict.rule, options));
  finding->set_pack(pack.id);
  finding->set_rule(verdict.rule->id);
  finding->set_kind(KindOf(verdict.rule->kind));
  finding->set_outcome(verdict.outcome);
  finding->set_review_reason(verdict.review_reason);
}

}  // namespace

absl::Status JudgePack(const CompiledPack& pack, const FactsView& facts,
                       const Calendar& calendar, const EvaluateOptions& options,
                       std::vector<RuleVerdict>* verdicts) {
  PackJudge judge(pack, facts, calendar, options);
  return judge.ForEach([&](const RuleProgram& rule, QuickVerdict quick) {
    RuleVerdict verdict{&rule, pb::OUTCOME_NOT_APPLICABLE, {}};
    if (quick == QuickVerdict::kCompliant) {
      verdict.outcome = pb::OUTCOME_COMPLIANT;
    } else if (quick == QuickVerdict::kLookCloser) {
      pb::Finding finding;
      judge.Judge(rule, &finding);
      if (!judge.Wanted(finding.outcome())) return;
      verdict.outcome = finding.outcome();
      verdict.review_reason = finding.review_reason();
    }
    verdicts->push_back(verdict);
  });
}

absl::Status EvaluatePack(
    const CompiledPack& pack, const FactsView& facts, const Calendar& calendar,
    const EvaluateOptions& options,
    google::protobuf::RepeatedPtrField<pb::Finding>* findings) {
  if (options.verdicts_only) {
    std::vector<RuleVerdict> verdicts;
    RETURN_IF_ERROR(JudgePack(pack, facts, calendar, options, &verdicts));
    for (const RuleVerdict& verdict : verdicts) {
      SetVerdict(pack, verdict, options, findings->Add());
    }
    return absl::OkStatus();
  }
  PackJudge judge(pack, facts, calendar, options);
  return judge.ForEach([&](const RuleProgram& rule, QuickVerdict) {
    pb::Finding* finding = findings->Add();
    judge.Judge(rule, finding);
    if (!judge.Wanted(finding->outcome())) findings->RemoveLast();
  });
}

}  // namespace zhiheng::rules
