#include "services/rules/outcomes/applied_day.h"

#include <algorithm>
#include <set>

#include "absl/strings/str_cat.h"

namespace zhiheng::rules {
namespace {

// The latest of two dates that may both be partial.
PartialDate Later(const PartialDate& a, const PartialDate& b) {
  PartialDate out = *b.days.until > *a.days.until ? b : a;
  out.days = {std::max(a.days.from, b.days.from),
              std::max(*a.days.until, *b.days.until)};
  return out;
}

std::optional<PartialDate> Recorded(const DateCandidate& candidate,
                                    const FactsView& facts) {
  std::optional<PartialDate> latest;
  for (const Fact& fact : facts.Find(candidate.field.fields)) {
    if (fact.state != Fact::State::kSet) continue;
    const std::optional<PartialDate> date = FactsView::DateOf(fact);
    if (!date.has_value()) continue;
    latest = latest.has_value() ? Later(*latest, *date) : *date;
  }
  return latest;
}

AppliedDay OneDay(CivilDate day, Texts reason) {
  return {{day, day.PlusDays(1)},
          {day.year(), day.month(), day.day(), {day, day.PlusDays(1)}},
          std::move(reason),
          ""};
}

// The first days on which anything about the rule may change.
std::set<CivilDate> Changes(const RuleProgram& rule) {
  std::set<CivilDate> out;
  const auto add = [&out](const DateInterval& interval) {
    out.insert(interval.from);
    if (interval.until.has_value()) out.insert(*interval.until);
  };
  for (const DateInterval& interval : rule.in_force) add(interval);
  for (const PackCitation& citation : rule.citations) add(citation.interval);
  if (rule.binding.has_value()) out.insert(*rule.binding);
  return out;
}

RuleOnDay OnDay(const RuleProgram& rule, CivilDate day) {
  RuleOnDay out;
  if (!rule.InForceOn(day)) return out;
  out.state = RuleOnDay::State::kInForce;
  out.advisory = rule.binding.has_value() && day < *rule.binding;
  for (const PackCitation& citation : rule.citations) {
    if (citation.interval.Contains(day)) out.citations.push_back(&citation);
  }
  return out;
}

}  // namespace

AppliedDay ChooseDay(const DateSelector* selector, const FactsView& facts,
                     std::optional<CivilDate> as_of, CivilDate today) {
  if (as_of.has_value()) {
    return OneDay(*as_of, {"按请求指定的日期", "the day named in the request"});
  }
  if (selector != nullptr) {
    for (const DateCandidate& candidate : selector->candidates) {
      const std::optional<PartialDate> date = Recorded(candidate, facts);
      if (!date.has_value()) continue;
      const std::string& path = candidate.field.text;
      return {date->days,
              *date,
              {absl::StrCat(candidate.reason.zh, "（", path, "）"),
               absl::StrCat(candidate.reason.en, " (", path, ")")},
              path};
    }
  }
  AppliedDay none;
  none.days = {CivilDate::Min(), today.PlusDays(1)};
  if (selector == nullptr) return OneDay(today, {"检查日", "day of the check"});
  none.path = selector->candidates[0].field.text;
  return none;
}

RuleOnDay LookAtRule(const RuleProgram& rule, const DateInterval& days) {
  RuleOnDay first = OnDay(rule, days.from);
  if (days.until.has_value() && days.from.PlusDays(1) == *days.until) {
    return first;  // one day: nothing can change
  }
  for (const CivilDate change : Changes(rule)) {
    if (change <= days.from || !days.Contains(change)) continue;
    const RuleOnDay next = OnDay(rule, change);
    if (next.state != first.state || next.advisory != first.advisory ||
        next.citations != first.citations) {
      return {RuleOnDay::State::kUndecided, false, {}};
    }
  }
  return first;
}

std::vector<const PackCitation*> CitationsOn(
    const std::vector<PackCitation>& citations, const DateInterval& days) {
  std::vector<const PackCitation*> out;
  for (const PackCitation& citation : citations) {
    if (citation.interval.Intersect(days) == days) out.push_back(&citation);
  }
  return out;
}

}  // namespace zhiheng::rules
