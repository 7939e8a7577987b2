#include "services/rules/outcomes/consequence_builder.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "services/rules/outcomes/duty_dates.h"
#include "services/rules/outcomes/fine.h"
#include "services/rules/outcomes/proto_parts.h"
#include "zhiheng/rules/v1/consequence.pb.h"
#include "zhiheng/rules/v1/finding.pb.h"

namespace zhiheng::rules {
namespace {

namespace pb = ::zhiheng::rules::v1;
using What = ConsequenceSource::What;

void AppendAll(const std::vector<std::string>& from,
               std::vector<std::string>* to) {
  to->insert(to->end(), from.begin(), from.end());
}

// The one value of a path that is not repeated.
Fact Single(const FieldPath& path, const FactsView& facts) {
  return facts.Find(path.fields).front();
}

DutyDate ReadDutyDate(const FieldPath& path, const FactsView& facts) {
  DutyDate out;
  out.path = path.text;
  if (path.empty()) return out;
  bool unknown = false;
  out.state = DutyDate::State::kAbsent;
  for (const Fact& fact : facts.Find(path.fields)) {
    if (fact.state == Fact::State::kUnknown) unknown = true;
    if (fact.state != Fact::State::kSet) continue;
    const std::optional<PartialDate> date = FactsView::DateOf(fact);
    if (!date.has_value()) {
      unknown = true;
    } else if (out.state != DutyDate::State::kSet ||
               date->days.from > out.date.days.from) {
      out.state = DutyDate::State::kSet;  // of several, the latest
      out.date = *date;
    }
  }
  if (unknown && out.state != DutyDate::State::kSet) {
    out.state = DutyDate::State::kUnknown;
  }
  return out;
}

class Builder {
 public:
  Builder(const ConsequenceContext& context, ConsequenceReport* report)
      : context_(context), report_(report) {}

  // False: there is nothing to show.
  bool Build(const ConsequenceProgram& program, pb::Consequence* out) {
    const Answer applies = context_.asker.Ask(program.when);
    if (applies.IsUnknown()) AppendAll(applies.missing, &report_->missing);
    if (applies.IsError()) report_->error = applies.error;
    if (program.what == What::kDuty && applies.IsUnknown()) {
      report_->duty_left_out = true;
    }
    if (!applies.IsTrue()) return false;
    switch (program.what) {
      case What::kOrder:
        SetTexts(Render(program.text), out->mutable_order()->mutable_text());
        break;
      case What::kRemark:
        SetTexts(Render(program.text), out->mutable_remark()->mutable_text());
        break;
      case What::kConfiscate:
        BuildConfiscation(program, out->mutable_confiscation());
        break;
      case What::kRefer:
        BuildReferral(program.refer, out->mutable_referral());
        break;
      case What::kFine:
        if (!BuildFine(program.fine, out->mutable_fine())) return false;
        break;
      case What::kDuty:
        BuildDuty(program.duty, out->mutable_duty());
        report_->duty_shown = true;
        break;
    }
    for (const PackCitation* citation :
         CitationsOn(program.citations, context_.days)) {
      SetCitation(*citation, out->add_citations());
    }
    return true;
  }

 private:
  Texts Render(const TextTemplates& templates) {
    return context_.asker.Render(templates);
  }

  void BuildConfiscation(const ConsequenceProgram& program,
                         pb::Confiscation* out) {
    SetTexts(Render(program.text), out->mutable_text());
    if (program.amount.valid()) {
      const cel::Value amount = context_.asker.Evaluate(program.amount);
      if (amount.Is(cel::Kind::kMoney)) {
        out->mutable_amount()->set_amount(amount.decimal().ToString());
        const std::string currency = amount.currency();
        if (currency != "CNY")
          out->mutable_amount()->set_currency_code(currency);
      } else if (amount.IsUnknown()) {
        AppendAll(MissingFacts(amount.unknown()), &report_->missing);
      } else if (amount.IsError()) {
        report_->error = std::string(amount.error().message);
      }
    }
    if (!program.arithmetic.empty()) {
      SetTexts(Render(program.arithmetic), out->mutable_arithmetic());
    }
  }

  void BuildReferral(const ReferralProgram& refer, pb::Referral* out) {
    SetTexts(Render(refer.to), out->mutable_to());
    SetTexts(Render(refer.matter), out->mutable_matter());
    if (!refer.arithmetic.empty()) {
      SetTexts(Render(refer.arithmetic), out->mutable_arithmetic());
    }
    out->set_excludes_fine(refer.excludes_fine);
  }

  bool BuildFine(const FineProgram& fine, pb::FineInterval* out) {
    FineInput input;
    input.fine = &fine;
    input.hypothetical = context_.hypothetical;
    Fact base;
    if (!fine.base.empty()) {
      base = Single(fine.base, context_.facts);
      if (base.state == Fact::State::kSet) {
        input.base = FactsView::AmountOf(base);
      }
    }
    if (!fine.reported.empty()) {
      const Fact reported = Single(fine.reported, context_.facts);
      if (reported.state == Fact::State::kSet) {
        const auto amount = FactsView::AmountOf(reported);
        if (amount.has_value()) input.reported = amount->value;
      }
    }
    if (fine.hypothetical.valid()) {
      const Answer answer = context_.asker.Ask(fine.hypothetical);
      input.hypothetical = input.hypothetical || answer.IsTrue();
      if (answer.IsUnknown()) AppendAll(answer.missing, &report_->missing);
      if (answer.IsError()) report_->error = answer.error;
    }
    input.reason = Render(fine.reason);
    FineResult result = ComputeFine(input);
    if (result.overflow) {
      report_->error = absl::StrCat("the fine computed from ", fine.base.text,
                                    " needs more than 38 digits");
      return false;
    }
    if (result.needs_base) report_->missing.push_back(fine.base.text);
    report_->fine_contradicted =
        report_->fine_contradicted || result.contradicted;
    *out = std::move(result.interval);
    return true;
  }

  void BuildDuty(const DutyProgram& duty, pb::Duty* out) {
    DutyInput input{duty.unit,
                    duty.count,
                    duty.roll,
                    ReadDutyDate(duty.trigger, context_.facts),
                    ReadDutyDate(duty.done, context_.facts),
                    context_.today};
    const DutyResult result = ComputeDuty(input, context_.calendar);
    SetTexts(Render(duty.action), out->mutable_action());
    SetTexts(Render(duty.whose), out->mutable_whose());
    if (input.trigger.state == DutyDate::State::kSet) {
      SetDate(input.trigger.date, out->mutable_trigger());
    }
    if (input.done.state == DutyDate::State::kSet) {
      SetDate(input.done.date, out->mutable_done());
    }
    if (result.due.has_value()) SetDate(*result.due, out->mutable_due());
    out->set_days_late(result.days_late);
    if (!result.arithmetic.empty()) {
      SetTexts(result.arithmetic, out->mutable_arithmetic());
    }
    out->set_status(StatusOf(result.status));
    AppendAll(result.missing, &report_->missing);
  }

  pb::Duty::Status StatusOf(DutyResult::Status status) {
    switch (status) {
      case DutyResult::Status::kOnTime:
        return pb::Duty::STATUS_ON_TIME;
      case DutyResult::Status::kLate:
        report_->duty_broken = true;
        return pb::Duty::STATUS_LATE;
      case DutyResult::Status::kDue:
        return pb::Duty::STATUS_DUE;
      case DutyResult::Status::kOverdue:
        report_->duty_broken = true;
        return pb::Duty::STATUS_OVERDUE;
      case DutyResult::Status::kNeedsFacts:
        report_->duty_needs_facts = true;
        return pb::Duty::STATUS_NEEDS_FACTS;
      case DutyResult::Status::kNoDueDate:
        return pb::Duty::STATUS_NO_DUE_DATE;
    }
    return pb::Duty::STATUS_UNSPECIFIED;
  }

  const ConsequenceContext& context_;
  ConsequenceReport* report_;
};

}  // namespace

ConsequenceReport BuildConsequences(const RuleProgram& rule,
                                    const ConsequenceContext& context,
                                    pb::Finding* finding) {
  ConsequenceReport report;
  Builder builder(context, &report);
  for (const ConsequenceProgram& program : rule.consequences) {
    pb::Consequence consequence;
    if (builder.Build(program, &consequence)) {
      *finding->add_consequences() = std::move(consequence);
    }
  }
  return report;
}

}  // namespace zhiheng::rules
