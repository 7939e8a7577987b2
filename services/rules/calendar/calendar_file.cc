#include "services/rules/calendar/calendar_file.h"

#include <yaml-cpp/yaml.h>

#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/common/base/text.h"
#include "services/rules/yaml/yaml_file.h"

namespace zhiheng::rules {
namespace {

// `2024-10-01` or `2024-10-01..2024-10-07`, both ends included.
void ReadDays(const YamlFile& file, const YAML::Node& list, int year,
              std::set<CivilDate>* days) {
  for (const YAML::Node& item : file.List(list, "the days")) {
    const std::optional<std::string> text = file.Text(item, "a day");
    if (!text.has_value()) continue;
    const size_t dots = text->find("..");
    const auto first = CivilDate::Parse(text->substr(0, dots));
    const auto last = dots == std::string::npos
                          ? first
                          : CivilDate::Parse(text->substr(dots + 2));
    if (!first.ok() || !last.ok() || *last < *first) {
      file.Error(
          "bad-date", item,
          absl::StrCat("'", *text, "' is neither a day nor a run of days"),
          "write 2024-10-01 or 2024-10-01..2024-10-07");
      continue;
    }
    if (first->year() != year || last->year() != year) {
      file.Error("bad-date", item,
                 absl::StrCat("'", *text, "' does not lie in ", year),
                 "list each day under its own year");
      continue;
    }
    for (CivilDate d = *first; d <= *last; d = d.PlusDays(1)) days->insert(d);
  }
}

void ReadYear(const YamlFile& file, int year, const YAML::Node& node,
              std::map<int, CalendarYear>* years) {
  MapReader map(&file, node, absl::StrCat("year ", year));
  CalendarYear data;
  MapReader source(&file, map.Require("source", "say who published it"),
                   "source");
  data.source = file.Text(source.Require("zh"), "source zh").value_or("");
  (void)file.Text(source.Require("en"), "source en");
  source.Finish();
  ReadDays(file, map.Require("off"), year, &data.holidays);
  ReadDays(file, map.Require("on"), year, &data.workdays);
  map.Finish();
  for (CivilDate d : data.workdays) {
    if (d.weekday() <= 5 || data.holidays.contains(d)) {
      file.Error("bad-date", node,
                 absl::StrCat(d.ToString(), " is listed under 'on' but is ",
                              d.weekday() <= 5 ? "no Saturday or Sunday"
                                               : "listed under 'off' too"));
    }
  }
  if (!years->emplace(year, std::move(data)).second) {
    file.Error("repeated-year", node,
               absl::StrCat("the year ", year, " is already defined"),
               "keep each year in one file");
  }
}

}  // namespace

void ReadCalendarFile(const std::string& name, std::string text,
                      Diagnostics* diagnostics,
                      std::map<int, CalendarYear>* years) {
  const std::optional<YamlFile> file =
      YamlFile::Parse(name, std::move(text), diagnostics);
  if (!file.has_value()) return;
  MapReader map(&*file, file->root(), "the calendar");
  file->Text(map.Require("calendar"), "calendar");
  MapReader listed(&*file, map.Require("years"), "years");
  map.Finish();
  for (const YAML::Node& key : listed.Keys()) {
    const std::optional<int> year = file->Int(key, "a year", 1950, 9999);
    const YAML::Node value = listed.Get(key.Scalar());
    if (year.has_value()) ReadYear(*file, *year, value, years);
  }
}

}  // namespace zhiheng::rules
