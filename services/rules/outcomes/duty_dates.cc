// A due day is kept as a span [earliest, latest]: partial triggers and years
// without a calendar widen it. A verdict is given when it is the same over the
// whole span. Tested by duty_dates_test.cc.
#include "services/rules/outcomes/duty_dates.h"

#include <algorithm>

#include "absl/strings/str_cat.h"

namespace zhiheng::rules {
namespace {

using Status = DutyResult::Status;
using State = DutyDate::State;
using Unit = DutySource::Unit;

struct DueSpan {
  CivilDate earliest;
  std::optional<CivilDate> latest;  // nullopt: no end that is certain
  bool calendar_unknown = false;
  std::optional<CivilDate> moved_from;  // before the move to a working day
};

DueSpan DueAfter(CivilDate start, const DutyInput& input,
                 const Calendar& calendar) {
  if (input.unit == Unit::kWorkingDays) {
    const std::optional<CivilDate> due =
        calendar.AddWorkingDays(start, input.count);
    if (due.has_value()) return {*due, due, false, {}};
    return {start.PlusDays(input.count), std::nullopt, true, {}};
  }
  CivilDate due = start.PlusDays(input.count);
  if (input.unit == Unit::kMonths) due = start.PlusMonths(input.count);
  if (input.unit == Unit::kYears) due = start.PlusYears(input.count);
  if (!input.roll) return {due, due, false, {}};
  const std::optional<CivilDate> rolled = calendar.NextWorkingDay(due);
  if (!rolled.has_value()) {
    return {due, due.PlusDays(Calendar::kLongestRunOff), true, {}};
  }
  if (*rolled == due) return {due, due, false, {}};
  return {*rolled, *rolled, false, due};
}

Texts Period(const DutyInput& input) {
  const std::string n = absl::StrCat(input.count);
  const bool one = input.count == 1;
  switch (input.unit) {
    case Unit::kWorkingDays:
      return {n + "个工作日", n + (one ? " working day" : " working days")};
    case Unit::kMonths:
      return {n + "个月", n + (one ? " month" : " months")};
    case Unit::kYears:
      return {n + "年", n + (one ? " year" : " years")};
    default:
      return {n + "日", n + (one ? " day" : " days")};
  }
}

std::string Shown(const PartialDate& date) {
  std::string out = absl::StrCat(date.year);
  if (date.month > 0) {
    absl::StrAppend(&out, date.month < 10 ? "-0" : "-", date.month);
  }
  if (date.day > 0) absl::StrAppend(&out, date.day < 10 ? "-0" : "-", date.day);
  return out;
}

Texts Explain(const DutyInput& input, const DueSpan& due) {
  const Texts period = Period(input);
  Texts out;
  out.zh = absl::StrCat(Shown(input.trigger.date), " 次日起算 ", period.zh);
  out.en = absl::StrCat(period.en, " from the day after ",
                        Shown(input.trigger.date));
  if (due.moved_from.has_value()) {
    absl::StrAppend(&out.zh, " → ", due.moved_from->ToString(),
                    "（非工作日，顺延）");
    absl::StrAppend(&out.en, " → ", due.moved_from->ToString(),
                    " (no working day, moved)");
  }
  if (due.calendar_unknown) {
    out.zh += "；该年度节假日安排未载入，到期日不能确定";
    out.en +=
        "; calendar unknown: the holiday arrangement of that year is not "
        "loaded, so the last day is open";
  } else if (due.latest == due.earliest) {
    absl::StrAppend(&out.zh, " → ", due.earliest.ToString());
    absl::StrAppend(&out.en, " → ", due.earliest.ToString());
  } else {
    absl::StrAppend(&out.zh, " → ", due.earliest.ToString(), " 至 ",
                    due.latest->ToString(), " 之间");
    absl::StrAppend(&out.en, " → between ", due.earliest.ToString(), " and ",
                    due.latest->ToString());
  }
  return out;
}

void Need(const DutyDate& date, DutyResult* result) {
  if (!date.path.empty()) result->missing.push_back(date.path);
}

// The duty was done on some day of `done`.
void JudgeDone(const DutyInput& input, const DueSpan& due, DutyResult* result) {
  const CivilDate first = input.done.date.days.from;
  const CivilDate last = input.done.date.days.until->PlusDays(-1);
  if (last <= due.earliest) {
    result->status = Status::kOnTime;
  } else if (due.latest.has_value() && first > *due.latest) {
    result->status = Status::kLate;
    result->days_late =
        first.days_since_epoch() - due.latest->days_since_epoch();
  } else {
    result->status = Status::kNeedsFacts;
    if (first != last) Need(input.done, result);
    if (input.trigger.date.day == 0) Need(input.trigger, result);
  }
}

void JudgeOpen(const DutyInput& input, const DueSpan& due, DutyResult* result) {
  if (input.today <= due.earliest) {
    result->status = Status::kDue;
  } else if (input.done.state == State::kAbsent && due.latest.has_value() &&
             input.today > *due.latest) {
    result->status = Status::kOverdue;
    result->days_late =
        input.today.days_since_epoch() - due.latest->days_since_epoch();
  } else {
    result->status = Status::kNeedsFacts;
    if (input.done.state == State::kUnknown) Need(input.done, result);
    if (input.trigger.date.day == 0) Need(input.trigger, result);
  }
}

}  // namespace

DutyResult ComputeDuty(const DutyInput& input, const Calendar& calendar) {
  DutyResult result;
  if (input.unit == Unit::kNone) {
    if (input.done.state == State::kSet) result.status = Status::kOnTime;
    return result;
  }
  if (input.trigger.state == State::kAbsent) {
    result.arithmetic = {"期间尚未开始：起算事件未发生",
                         "the period has not begun: its event did not happen"};
    return result;
  }
  if (input.trigger.state != State::kSet) {
    const Texts period = Period(input);
    result.status = Status::kNeedsFacts;
    result.arithmetic = {
        absl::StrCat("起算日待补充，期间 ", period.zh),
        absl::StrCat(period.en, " from a day that is not known")};
    Need(input.trigger, &result);
    if (input.done.state == State::kUnknown) Need(input.done, &result);
    return result;
  }
  const DateInterval& start = input.trigger.date.days;
  DueSpan due = DueAfter(start.from, input, calendar);
  const DueSpan last = DueAfter(start.until->PlusDays(-1), input, calendar);
  due.latest = last.latest.has_value() && due.latest.has_value()
                   ? std::optional(std::max(*due.latest, *last.latest))
                   : std::nullopt;
  due.calendar_unknown = due.calendar_unknown || last.calendar_unknown;
  if (due.latest == due.earliest && !due.calendar_unknown) {
    result.due = due.earliest;
  }
  result.arithmetic = Explain(input, due);
  if (input.done.state == State::kSet) {
    JudgeDone(input, due, &result);
  } else {
    JudgeOpen(input, due, &result);
  }
  return result;
}

}  // namespace zhiheng::rules
