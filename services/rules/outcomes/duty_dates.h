// When a duty is due and where it stands: periods that start the day after the
// trigger, working days, the move to the next working day, partial dates, and
// years without a calendar, about which only what is certain is said.
//
// Pure functions, thread-safe.
#ifndef SERVICES_RULES_OUTCOMES_DUTY_DATES_H_
#define SERVICES_RULES_OUTCOMES_DUTY_DATES_H_

#include <optional>
#include <string>

#include "services/common/exact/civil_date.h"
#include "services/rules/calendar/calendar.h"
#include "services/rules/outcomes/facts_view.h"
#include "services/rules/packs/compiled_pack.h"

namespace zhiheng::rules {

// A date field of a duty.
struct DutyDate {
  enum class State { kNone, kSet, kUnknown, kAbsent };
  State state = State::kNone;  // kNone: the duty names no such field
  std::string path;
  PartialDate date;  // with kSet
};

struct DutyInput {
  DutySource::Unit unit = DutySource::Unit::kNone;
  int count = 0;
  bool roll = false;
  DutyDate trigger;
  DutyDate done;
  CivilDate today;
};

struct DutyResult {
  enum class Status {
    kOnTime,
    kLate,
    kDue,
    kOverdue,
    kNeedsFacts,
    kNoDueDate,
  };
  Status status = Status::kNoDueDate;
  std::optional<CivilDate> due;  // when it is one certain day
  int days_late = 0;
  Texts arithmetic;
  std::vector<std::string> missing;
};

DutyResult ComputeDuty(const DutyInput& input, const Calendar& calendar);

}  // namespace zhiheng::rules

#endif  // SERVICES_RULES_OUTCOMES_DUTY_DATES_H_
