#include "services/rules/packs/pack_keys.h"

#include <cstdlib>

namespace zhiheng::rules {
namespace {

using Holds = KeySpec::Holds;

KeySpec Text(const char* key, bool required, const char* about) {
  return {key, Holds::kText, required, about};
}
KeySpec One(Holds holds, const char* key, bool required, const char* about) {
  return {key, holds, required, about};
}
KeySpec Of(Holds holds, const char* key, const char* of, bool required,
           const char* about) {
  return {key, holds, required, about, of};
}
KeySpec Word(const char* key, bool required, std::vector<std::string> words,
             const char* about) {
  return {key, Holds::kWord, required, about, "", std::move(words)};
}

constexpr bool kYes = true;
constexpr bool kNo = false;

MapSpec Pack() {
  return {
      "pack",
      {Text("pack", kYes, "The pack's id, as cn.fertilizer.label"),
       Text("version", kYes, "Three numbers, as 1.0.0"),
       Of(Holds::kMap, "title", "texts", kYes, "Title"),
       One(Holds::kTextList, "descriptors", kNo,
           "Files that define facts types, from the folder of the pack"),
       Text("facts", kYes, "Full name of the facts message"),
       Text("subject", kYes, "Name of the facts in expressions"),
       Of(Holds::kNamed, "instruments", "instrument", kYes,
          "The editions that the pack states, by short key"),
       Of(Holds::kNamed, "dates", "date candidate list", kNo,
          "Which day's law counts: the first candidate that is recorded"),
       Text("date", kNo, "The date selector of rules that name none"),
       Text("applies", kNo, "Condition for the whole pack"),
       Of(Holds::kNamed, "let", kNamedText, kNo,
          "Definitions; each may use those above"),
       Of(Holds::kNamed, "terms", kNamedTexts, kNo, "Word lists"),
       Of(Holds::kNamed, "bases", "base", kNo, "Fixture facts for examples"),
       Of(Holds::kNamed, "alternatives", "alternatives", kNo,
          "Sets of rules of which exactly one applies; lint proves it"),
       Of(Holds::kMapList, "rules", "rule", kYes, "The rules")}};
}

MapSpec Rule() {
  return {
      "rule",
      {Text("id", kYes, "Unique in the pack"),
       Word("kind", kYes,
            {"requirement", "conduct", "sanction", "duty", "checklist"},
            "What kind of legal statement"),
       Of(Holds::kMap, "title", "texts", kYes, "The statement in one sentence"),
       One(Holds::kTextList, "cites", kYes, "Provisions: KEY or KEY 57(1)"),
       Of(Holds::kMap, "in_force", "interval", kNo,
          "Days in force, when not those of the editions cited"),
       Text("date", kNo, "The date selector of this rule"),
       Of(Holds::kMap, "phase", "phase", kNo,
          "Announced, warning, binding from these days"),
       Text("when", kNo, "Condition under which the rule applies"),
       Text("require", kNo, "What must be so, of a requirement"),
       Text("finds", kNo, "When the conduct took place"),
       Text("suspect", kNo, "An excuse that is open: needs review"),
       Text("judge", kNo, "When a person must judge"),
       Word("severity", kNo, {"", "info", "minor", "major", "critical"},
            "How grave a breach is"),
       Word("confidence", kNo, {"low", "medium", "high"},
            "How sure the source is"),
       Text("verification", kNo, "Open point of the verification list"),
       Of(Holds::kMap, "message", "texts", kNo, "What was found"),
       Of(Holds::kMap, "question", "texts", kNo, "What a person must answer"),
       Of(Holds::kMap, "remedy", "texts", kNo, "What would put it right"),
       Of(Holds::kMapList, "consequences", "consequence", kNo, "What follows"),
       Of(Holds::kMapList, "examples", "example", kNo, "Run as tests")}};
}

MapSpec Consequence() {
  return {"consequence",
          {Of(Holds::kMap, "order", "texts", kNo, "An order, as to correct"),
           Of(Holds::kMap, "confiscate", "texts", kNo, "A confiscation"),
           Of(Holds::kMap, "fine", "fine", kNo, "A fine as an interval"),
           Of(Holds::kMap, "refer", "refer", kNo,
              "A transfer to another authority"),
           Of(Holds::kMap, "duty", "duty", kNo, "Something to do by a day"),
           Of(Holds::kMap, "remark", "texts", kNo, "Worth knowing"),
           Text("amount", kNo, "What is confiscated, an expression"),
           Of(Holds::kMap, "arithmetic", "texts", kNo,
              "How the amount comes about"),
           Text("when", kNo, "Condition of this consequence"),
           One(Holds::kTextList, "cites", kNo, "Provisions of its own")}};
}

MapSpec Fine() {
  return {"fine",
          {Word("mode", kYes, {"may", "must"}, "可以处 or 并处"),
           Of(Holds::kMap, "base", "fine base", kNo, "What is multiplied"),
           Of(Holds::kMap, "min", "fine end", kYes, "Lower end"),
           One(Holds::kFlag, "min_exclusive", kNo, "The lower end is outside"),
           Of(Holds::kMap, "max", "fine end", kNo, "Upper end; none: open"),
           Of(Holds::kMap, "reason", "texts", kNo, "Why this interval"),
           Text("hypothetical", kNo, "When the fine is only for comparison"),
           Word("bands", kNo, {"thirds30"}, "Bands of discretion"),
           Text("reported", kNo, "Field of the fine that was imposed")}};
}

MapSpec Duty() {
  return {"duty",
          {Of(Holds::kMap, "action", "texts", kYes, "What is due"),
           Of(Holds::kMap, "whose", "texts", kYes, "Whose duty it is"),
           Text("trigger", kNo, "Date field; the period starts the day after"),
           Of(Holds::kMap, "due", "period", kNo, "The period"),
           Text("done", kNo, "Date field of the day it was done")}};
}

std::vector<KeySpec> Knowledge() {
  return {Word("completeness", kNo, {"partial", "complete"},
               "What is not set is unknown, or absent"),
          One(Holds::kTextList, "absent", kNo, "Looked for and not there"),
          One(Holds::kTextList, "unknown", kNo, "Nobody looked")};
}

MapSpec Example() {
  MapSpec out{"example",
              {Text("name", kYes, "What the example shows"),
               Text("base", kNo, "Name of fixture facts"),
               One(Holds::kAny, "facts", kNo, "Facts instead of a base"),
               Of(Holds::kNamed, "set", kNamedAny, kNo, "Facts by path"),
               One(Holds::kTextList, "unset", kNo, "Paths to take away")}};
  for (KeySpec& key : Knowledge()) out.keys.push_back(std::move(key));
  const std::vector<KeySpec> rest = {
      One(Holds::kDate, "today", kNo, "Day of the check"),
      One(Holds::kDate, "as_of", kNo, "Day whose law is applied"),
      Word("expect", kYes,
           {"COMPLIANT", "NON_COMPLIANT", "NOT_APPLICABLE", "NEEDS_FACTS",
            "NEEDS_REVIEW", "ERROR"},
           "The outcome"),
      Text("reason", kNo, "Why a person must judge, as JUDGEMENT"),
      One(Holds::kTextList, "cites", kNo, "The citations shown"),
      One(Holds::kTextList, "fine", kNo, "The two ends; ~ is open"),
      One(Holds::kTextList, "needs", kNo, "Paths among the missing facts"),
      One(Holds::kTextList, "duty", kNo, "Status of each duty"),
      Text("message", kNo, "A part of the Chinese message")};
  out.keys.insert(out.keys.end(), rest.begin(), rest.end());
  return out;
}

MapSpec Base() {
  MapSpec out{"base", Knowledge()};
  out.keys.push_back(One(Holds::kAny, "facts", kYes, "The facts"));
  return out;
}

std::vector<MapSpec> SmallMaps() {
  return {
      {"texts", {Text("zh", kYes, "Chinese"), Text("en", kYes, "English")}},
      {"instrument",
       {Text("instrument", kYes, "Id in the catalog, as trademark-law"),
        Text("edition", kYes, "Edition in the catalog, as \"2019\""),
        Of(Holds::kMap, "short", "texts", kYes, "Name as printed"),
        Word("form", kYes, {"articles", "clauses"}, "How it is numbered"),
        One(Holds::kDate, "from", kYes, "First day in force"),
        One(Holds::kDate, "until", kNo, "First day no longer in force")}},
      {"date candidate",
       {Text("field", kYes, "A Date field"),
        Of(Holds::kMap, "reason", "texts", kYes, "What day it is")}},
      {"interval",
       {One(Holds::kDate, "from", kNo, "First day"),
        One(Holds::kDate, "until", kNo, "First day no longer")}},
      {"phase",
       {One(Holds::kDate, "announced", kNo, "First day announced"),
        One(Holds::kDate, "warning", kNo, "First day of warnings"),
        One(Holds::kDate, "binding", kYes, "First binding day")}},
      {"fine base",
       {Text("name", kYes, "Letter in the arithmetic, as V"),
        Text("field", kYes, "A Money or Amount field"),
        Of(Holds::kMap, "label", "texts", kYes, "What it is called")}},
      {"fine end",
       {Text("amount", kNo, "Yuan"), Text("times", kNo, "Times the base")}},
      {"refer",
       {Of(Holds::kMap, "to", "texts", kYes, "To whom"),
        Of(Holds::kMap, "matter", "texts", kYes, "What for"),
        Of(Holds::kMap, "arithmetic", "texts", kNo, "The threshold reached"),
        One(Holds::kFlag, "excludes_fine", kNo, "No fine beside it")}},
      {"period",
       {One(Holds::kCount, "days", kNo, "Calendar days"),
        One(Holds::kCount, "working_days", kNo, "Working days"),
        One(Holds::kCount, "months", kNo, "Months"),
        One(Holds::kCount, "years", kNo, "Years"),
        One(Holds::kFlag, "roll", kNo, "A last day off moves on")}},
      {"alternatives",
       {Text("over", kNo, "Where exactly one applies"),
        One(Holds::kTextList, "rules", kYes, "Ids of the rules")}},
      {"suite",
       {Text("suite", kYes, "Id of the pack that it tests"),
        One(Holds::kDate, "today", kNo, "Day of cases that name none"),
        Of(Holds::kNamed, "bases", "base", kNo, "Further fixture facts"),
        Of(Holds::kNamed, "rules", "example list", kYes, "Cases by rule")}}};
}

std::vector<MapSpec> MakeAll() {
  std::vector<MapSpec> out = {Pack(), Rule(),    Consequence(), Fine(),
                              Duty(), Example(), Base()};
  for (MapSpec& map : SmallMaps()) out.push_back(std::move(map));
  for (MapSpec& map : out) {
    for (const KeySpec& key : map.keys) map.names.push_back(key.key);
  }
  return out;
}

}  // namespace

const std::vector<MapSpec>& AllMaps() {
  static const auto* maps = new std::vector<MapSpec>(MakeAll());
  return *maps;
}

const MapSpec& SpecOf(const std::string& name) {
  for (const MapSpec& map : AllMaps()) {
    if (map.name == name) return map;
  }
  std::abort();
}

const std::vector<std::string>& WordsOf(const std::string& map,
                                        const std::string& key) {
  for (const KeySpec& spec : SpecOf(map).keys) {
    if (spec.key == key) return spec.words;
  }
  std::abort();
}

}  // namespace zhiheng::rules
