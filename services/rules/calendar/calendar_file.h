// Reads calendar files (library/calendar/*.yaml) into a Calendar.
//
// Thread-safe. Mistakes go to `diagnostics`; the result then holds the years
// that are right. Status: the folder cannot be read.
#ifndef SERVICES_RULES_CALENDAR_CALENDAR_FILE_H_
#define SERVICES_RULES_CALENDAR_CALENDAR_FILE_H_

#include <map>
#include <string>

#include "services/rules/calendar/calendar.h"
#include "services/rules/diagnostic/diagnostic.h"

namespace zhiheng::rules {

// Adds the years of one file to `years`. A year that is already there is an
// error.
void ReadCalendarFile(const std::string& name, std::string text,
                      Diagnostics* diagnostics,
                      std::map<int, CalendarYear>* years);

}  // namespace zhiheng::rules

#endif  // SERVICES_RULES_CALENDAR_CALENDAR_FILE_H_
