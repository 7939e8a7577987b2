#include "services/rules/packs/reader_parts.h"

#include <yaml-cpp/yaml.h>

#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/rules/packs/pack_keys.h"

namespace zhiheng::rules {
namespace {

bool ReadFlag(const YamlFile& file, const YAML::Node& node,
              const std::string& what) {
  return node.IsDefined() && file.Bool(node, what).value_or(false);
}

ReferralSource ReadReferral(const YamlFile& file, const YAML::Node& node,
                            const std::string& what) {
  ReferralSource refer;
  MapReader map(&file, node, what + " refer");
  refer.to = RequireTexts(file, &map, "to", what + " refer to");
  refer.matter = RequireTexts(file, &map, "matter", what + " refer matter");
  refer.arithmetic =
      ReadTexts(file, map.Get("arithmetic"), what + " refer arithmetic");
  refer.excludes_fine =
      ReadFlag(file, map.Get("excludes_fine"), what + " excludes_fine");
  map.Finish(SpecOf("refer").Names());
  return refer;
}

ConsequenceSource ReadConsequence(const YamlFile& file, const YAML::Node& node,
                                  const std::string& what) {
  using What = ConsequenceSource::What;
  ConsequenceSource out;
  out.at = file.At(node);
  MapReader map(&file, node, what);
  out.when = ReadWritten(file, map.Get("when"), what + " when");
  out.cites = ReadWrittenList(file, map.Get("cites"), what + " cites");
  static const std::vector<std::pair<std::string, What>> kKinds = {
      {"order", What::kOrder}, {"confiscate", What::kConfiscate},
      {"fine", What::kFine},   {"refer", What::kRefer},
      {"duty", What::kDuty},   {"remark", What::kRemark}};
  int found = 0;
  for (const auto& [key, kind] : kKinds) {
    const YAML::Node value = map.Get(key);
    if (!value.IsDefined()) continue;
    ++found;
    out.what = kind;
    if (kind == What::kFine) {
      out.fine = ReadFine(file, value, what + " fine");
    } else if (kind == What::kDuty) {
      out.duty = ReadDuty(file, value, what + " duty");
    } else if (kind == What::kRefer) {
      out.refer = ReadReferral(file, value, what);
    } else {
      out.text = ReadTexts(file, value, absl::StrCat(what, " ", key));
    }
  }
  out.amount = ReadWritten(file, map.Get("amount"), what + " amount");
  out.arithmetic = ReadTexts(file, map.Get("arithmetic"), what + " arithmetic");
  if (out.what != What::kConfiscate &&
      (!out.amount.empty() || !out.arithmetic.empty())) {
    file.Error("misplaced-key", node,
               what + " has an amount but confiscates nothing",
               "'amount' and 'arithmetic' belong to 'confiscate'");
  }
  if (map.ok() && found != 1) {
    file.Error("bad-consequence", node,
               absl::StrCat(what, found == 0 ? " says nothing that follows"
                                             : " says several things at once"),
               "each consequence is one of: order, confiscate, fine, refer, "
               "duty, remark");
  }
  map.Finish(SpecOf("consequence").Names());
  return out;
}

FineEndSource ReadFineEnd(const YamlFile& file, const YAML::Node& node,
                          const std::string& what) {
  FineEndSource end;
  MapReader map(&file, node, what);
  end.amount = ReadWritten(file, map.Get("amount"), what + " amount");
  end.times = ReadWritten(file, map.Get("times"), what + " times");
  map.Finish(SpecOf("fine end").Names());
  if (map.ok() && end.amount.empty() == end.times.empty()) {
    file.Error("bad-fine", node, what + " needs either an amount or a multiple",
               "write {amount: \"250000\"} or {times: \"5\"}");
  }
  return end;
}

FineBaseSource ReadFineBase(const YamlFile& file, const YAML::Node& node,
                            const std::string& what) {
  FineBaseSource base;
  MapReader map(&file, node, what);
  base.name = RequireWritten(file, &map, "name", what + " name").text;
  base.field = RequireWritten(file, &map, "field", what + " field");
  base.label = RequireTexts(file, &map, "label", what + " label");
  map.Finish(SpecOf("fine base").Names());
  return base;
}

ExampleSource ReadExample(const YamlFile& file, const YAML::Node& node,
                          const std::string& what) {
  ExampleSource out;
  out.at = file.At(node);
  MapReader map(&file, node, what);
  out.name = RequireWritten(file, &map, "name", what + " name");
  out.base = ReadWritten(file, map.Get("base"), what + " base");
  const YAML::Node facts = map.Get("facts");
  if (facts.IsDefined()) out.facts.reset(facts);
  const YAML::Node set = map.Get("set");
  if (set.IsDefined()) {
    MapReader paths(&file, set, what + " set");
    for (const YAML::Node& key : paths.Keys()) {
      out.set.emplace_back(Written{key.Scalar(), file.At(key)},
                           paths.Get(key.Scalar()));
    }
  }
  out.unset = ReadWrittenList(file, map.Get("unset"), what + " unset");
  out.completeness =
      ReadWritten(file, map.Get("completeness"), what + " completeness");
  out.absent = ReadWrittenList(file, map.Get("absent"), what + " absent");
  out.unknown = ReadWrittenList(file, map.Get("unknown"), what + " unknown");
  const YAML::Node today = map.Get("today");
  if (today.IsDefined()) out.today = file.Date(today, what + " today");
  const YAML::Node as_of = map.Get("as_of");
  if (as_of.IsDefined()) out.as_of = file.Date(as_of, what + " as_of");
  out.expect = RequireWritten(file, &map, "expect", what + " expect");
  out.reason = ReadWritten(file, map.Get("reason"), what + " reason");
  const YAML::Node cites = map.Get("cites");
  if (cites.IsDefined()) {
    out.cites = ReadWrittenList(file, cites, what + " cites");
  }
  out.fine = ReadWrittenList(file, map.Get("fine"), what + " fine");
  out.needs = ReadWrittenList(file, map.Get("needs"), what + " needs");
  out.duty = ReadWrittenList(file, map.Get("duty"), what + " duty");
  out.message = ReadWritten(file, map.Get("message"), what + " message");
  map.Finish(SpecOf("example").Names());
  if (!out.fine.empty() && out.fine.size() != 2) {
    file.Error("bad-example", node, what + " fine needs its two ends",
               "write fine: [\"0\", \"250000\"]; ~ for an open end");
    out.fine.clear();
  }
  if (map.ok() && out.base.empty() && !out.facts.IsMap()) {
    file.Error("bad-example", node, what + " has no facts",
               "name a base, or write facts");
  }
  return out;
}

}  // namespace

Written ReadWritten(const YamlFile& file, const YAML::Node& node,
                    const std::string& what) {
  if (!node.IsDefined()) return {};
  const std::optional<std::string> text = file.Text(node, what);
  return {text.value_or(""), file.At(node)};
}

Written RequireWritten(const YamlFile& file, MapReader* map,
                       const std::string& key, const std::string& what,
                       absl::string_view hint) {
  return ReadWritten(file, map->Require(key, hint), what);
}

WrittenTexts ReadTexts(const YamlFile& file, const YAML::Node& node,
                       const std::string& what) {
  WrittenTexts out;
  if (!node.IsDefined()) return out;
  MapReader map(&file, node, what);
  out.zh = RequireWritten(file, &map, "zh", what + " zh",
                          "every text needs zh and en");
  out.en = RequireWritten(file, &map, "en", what + " en",
                          "every text needs zh and en");
  map.Finish(SpecOf("texts").Names());
  return out;
}

WrittenTexts RequireTexts(const YamlFile& file, MapReader* map,
                          const std::string& key, const std::string& what) {
  return ReadTexts(file, map->Require(key, "write {zh: …, en: …}"), what);
}

std::vector<Written> ReadWrittenList(const YamlFile& file,
                                     const YAML::Node& node,
                                     const std::string& what) {
  std::vector<Written> out;
  for (const YAML::Node& item : file.List(node, what)) {
    if (item.IsNull()) {
      out.push_back({"~", file.At(item)});
    } else {
      out.push_back(ReadWritten(file, item, what));
    }
  }
  return out;
}

DateInterval ReadInterval(const YamlFile& file, MapReader* map,
                          const std::string& what) {
  DateInterval interval;
  const YAML::Node from = map->Get("from");
  if (from.IsDefined()) {
    interval.from = file.Date(from, what + " from").value_or(CivilDate::Min());
  }
  const YAML::Node until = map->Get("until");
  if (until.IsDefined()) interval.until = file.Date(until, what + " until");
  if (interval.Empty()) {
    file.Error("empty-interval", until,
               absl::StrCat(what, " has no day: ", interval.ToString()),
               "'until' is the first day no longer in force, after 'from'");
  }
  return interval;
}

std::vector<ConsequenceSource> ReadConsequences(const YamlFile& file,
                                                const YAML::Node& node,
                                                const std::string& what) {
  std::vector<ConsequenceSource> out;
  for (const YAML::Node& item : file.List(node, what + " consequences")) {
    out.push_back(ReadConsequence(
        file, item, absl::StrCat(what, " consequence ", out.size() + 1)));
  }
  return out;
}

FineSource ReadFine(const YamlFile& file, const YAML::Node& node,
                    const std::string& what) {
  FineSource fine;
  fine.at = file.At(node);
  MapReader map(&file, node, what);
  fine.must = file.Word(map.Require("mode", "may (可以处) or must (并处)"),
                        what + " mode", WordsOf("fine", "mode"))
                  .value_or(0) == 1;
  const YAML::Node base = map.Get("base");
  if (base.IsDefined()) fine.base = ReadFineBase(file, base, what + " base");
  const YAML::Node min = map.Require("min");
  if (min.IsDefined()) fine.min = ReadFineEnd(file, min, what + " min");
  const YAML::Node max = map.Get("max");
  if (max.IsDefined()) fine.max = ReadFineEnd(file, max, what + " max");
  fine.min_exclusive =
      ReadFlag(file, map.Get("min_exclusive"), what + " min_exclusive");
  fine.reason = ReadTexts(file, map.Get("reason"), what + " reason");
  fine.hypothetical =
      ReadWritten(file, map.Get("hypothetical"), what + " hypothetical");
  const YAML::Node bands = map.Get("bands");
  if (bands.IsDefined()) {
    fine.bands_thirds30 =
        file.Word(bands, what + " bands", WordsOf("fine", "bands")).has_value();
  }
  fine.reported = ReadWritten(file, map.Get("reported"), what + " reported");
  map.Finish(SpecOf("fine").Names());
  const bool multiplies = (fine.min.has_value() && !fine.min->times.empty()) ||
                          (fine.max.has_value() && !fine.max->times.empty());
  if (multiplies && !fine.base.has_value()) {
    file.Error("bad-fine", node, what + " has a multiple but no base",
               "add base: {name: V, field: case.amounts.illegal_turnover, "
               "label: {…}}");
  }
  return fine;
}

DutySource ReadDuty(const YamlFile& file, const YAML::Node& node,
                    const std::string& what) {
  using Unit = DutySource::Unit;
  DutySource duty;
  MapReader map(&file, node, what);
  duty.action = RequireTexts(file, &map, "action", what + " action");
  duty.whose = RequireTexts(file, &map, "whose", what + " whose");
  duty.trigger = ReadWritten(file, map.Get("trigger"), what + " trigger");
  duty.done = ReadWritten(file, map.Get("done"), what + " done");
  const YAML::Node due = map.Get("due");
  if (due.IsDefined()) {
    MapReader period(&file, due, what + " due");
    static const std::vector<std::pair<std::string, Unit>> kUnits = {
        {"days", Unit::kDays},
        {"working_days", Unit::kWorkingDays},
        {"months", Unit::kMonths},
        {"years", Unit::kYears}};
    int found = 0;
    for (const auto& [key, unit] : kUnits) {
      const YAML::Node count = period.Get(key);
      if (!count.IsDefined()) continue;
      ++found;
      duty.unit = unit;
      duty.count = file.Int(count, what + " due", 0, 10000).value_or(0);
    }
    duty.roll = ReadFlag(file, period.Get("roll"), what + " due roll");
    period.Finish(SpecOf("period").Names());
    if (period.ok() && found != 1) {
      file.Error("bad-duty", due, what + " due needs one period",
                 "one of: days, working_days, months, years");
    }
    if (duty.trigger.empty()) {
      file.Error("bad-duty", node, what + " has a period but no trigger",
                 "name the Date field that starts it");
    }
  }
  map.Finish(SpecOf("duty").Names());
  return duty;
}

std::vector<BaseSource> ReadBaseList(const YamlFile& file,
                                     const YAML::Node& node) {
  std::vector<BaseSource> out;
  if (!node.IsDefined()) return out;
  MapReader bases(&file, node, "bases");
  if (!bases.ok()) return out;
  for (const YAML::Node& key : bases.Keys()) {
    BaseSource base;
    base.name = {key.Scalar(), file.At(key)};
    const std::string what = "base " + base.name.text;
    MapReader map(&file, bases.Get(base.name.text), what);
    base.completeness =
        ReadWritten(file, map.Get("completeness"), what + " completeness");
    base.absent = ReadWrittenList(file, map.Get("absent"), what + " absent");
    base.unknown = ReadWrittenList(file, map.Get("unknown"), what + " unknown");
    const YAML::Node facts = map.Require("facts");
    if (facts.IsDefined()) base.facts.reset(facts);
    map.Finish(SpecOf("base").Names());
    out.push_back(std::move(base));
  }
  return out;
}

std::vector<ExampleSource> ReadExamples(const YamlFile& file,
                                        const YAML::Node& node,
                                        const std::string& what) {
  std::vector<ExampleSource> out;
  for (const YAML::Node& item : file.List(node, what + " examples")) {
    out.push_back(ReadExample(file, item,
                              absl::StrCat(what, " example ", out.size() + 1)));
  }
  return out;
}

}  // namespace zhiheng::rules
