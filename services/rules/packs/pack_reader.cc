#include "services/rules/packs/pack_reader.h"

#include <yaml-cpp/yaml.h>

#include <set>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/rules/packs/pack_keys.h"
#include "services/rules/packs/reader_parts.h"
#include "services/rules/yaml/yaml_file.h"

namespace zhiheng::rules {
namespace {

void ReadInstruments(const YamlFile& file, const YAML::Node& node,
                     PackSource* pack) {
  MapReader keys(&file, node, "instruments");
  for (const YAML::Node& key : keys.Keys()) {
    InstrumentSource out;
    out.key = key.Scalar();
    out.at = file.At(key);
    const std::string what = "instrument " + out.key;
    MapReader map(&file, keys.Get(out.key), what);
    out.instrument =
        RequireWritten(file, &map, "instrument", what + " instrument").text;
    out.edition = RequireWritten(file, &map, "edition", what + " edition").text;
    out.short_name = RequireTexts(file, &map, "short", what + " short");
    out.form = file.Word(map.Require("form", "articles or clauses"),
                         what + " form", WordsOf("instrument", "form"))
                           .value_or(0) == 0
                   ? CitationForm::kArticles
                   : CitationForm::kClauses;
    map.Require("from", "the first day in force, as 2019-11-01");
    out.interval = ReadInterval(file, &map, what);
    map.Finish(SpecOf("instrument").Names());
    pack->instruments.push_back(std::move(out));
  }
}

void ReadDates(const YamlFile& file, const YAML::Node& node, PackSource* pack) {
  if (!node.IsDefined()) return;
  MapReader selectors(&file, node, "dates");
  for (const YAML::Node& key : selectors.Keys()) {
    DateSelectorSource out;
    out.name = {key.Scalar(), file.At(key)};
    const std::string what = "date selector " + out.name.text;
    for (const YAML::Node& item :
         file.List(selectors.Get(out.name.text), what)) {
      MapReader map(&file, item, what);
      DateCandidateSource candidate;
      candidate.field = RequireWritten(file, &map, "field", what + " field");
      candidate.reason = RequireTexts(file, &map, "reason", what + " reason");
      map.Finish(SpecOf("date candidate").Names());
      out.candidates.push_back(std::move(candidate));
    }
    if (out.candidates.empty()) {
      file.Error("bad-date-selector", key, what + " names no field",
                 "list at least one {field: …, reason: {…}}");
    }
    pack->dates.push_back(std::move(out));
  }
}

void ReadLetsAndTerms(const YamlFile& file, MapReader* pack_map,
                      const PackLimits& limits, PackSource* pack) {
  const YAML::Node lets = pack_map->Get("let");
  if (lets.IsDefined()) {
    MapReader map(&file, lets, "let");
    for (const YAML::Node& key : map.Keys()) {
      const YAML::Node value = map.Get(key.Scalar());
      pack->lets.push_back({{key.Scalar(), file.At(key)},
                            ReadWritten(file, value, "let " + key.Scalar())});
    }
    if (static_cast<int>(pack->lets.size()) > limits.max_lets) {
      file.Error("too-many-lets", lets,
                 absl::StrCat("more than ", limits.max_lets, " definitions"));
    }
  }
  const YAML::Node terms = pack_map->Get("terms");
  if (!terms.IsDefined()) return;
  MapReader map(&file, terms, "terms");
  for (const YAML::Node& key : map.Keys()) {
    TermListSource list{{key.Scalar(), file.At(key)}, {}};
    const std::string what = "term list " + key.Scalar();
    for (const YAML::Node& term : file.List(map.Get(key.Scalar()), what)) {
      // "" is a term: the addition that adds nothing.
      if (term.IsScalar()) {
        list.terms.push_back(term.Scalar());
      } else {
        file.Error("bad-value", term,
                   what + " holds something that is no text");
      }
    }
    pack->terms.push_back(std::move(list));
  }
}

void ReadPhase(const YamlFile& file, const YAML::Node& node, RuleSource* rule) {
  if (!node.IsDefined()) return;
  const std::string what = "rule " + rule->id.text + " phase";
  MapReader map(&file, node, what);
  const YAML::Node announced = map.Get("announced");
  const YAML::Node warning = map.Get("warning");
  if (announced.IsDefined()) {
    rule->announced = file.Date(announced, what + " announced");
  }
  if (warning.IsDefined())
    rule->warning = file.Date(warning, what + " warning");
  rule->binding = file.Date(map.Require("binding"), what + " binding");
  map.Finish(SpecOf("phase").Names());
}

void ReadConditions(const YamlFile& file, MapReader* map, RuleSource* rule) {
  const std::string what = "rule " + rule->id.text;
  rule->when = ReadWritten(file, map->Get("when"), what + " when");
  rule->finds = ReadWritten(file, map->Get("finds"), what + " finds");
  rule->require = ReadWritten(file, map->Get("require"), what + " require");
  rule->suspect = ReadWritten(file, map->Get("suspect"), what + " suspect");
  rule->judge = ReadWritten(file, map->Get("judge"), what + " judge");
  if (rule->kind == Kind::kRequirement && rule->require.empty() &&
      rule->judge.empty()) {
    file.Error("missing-key", map->node(), what + " has no 'require'",
               "a requirement says what must be so");
  }
  if (rule->kind == Kind::kConduct && rule->finds.empty() &&
      rule->judge.empty()) {
    file.Error("missing-key", map->node(), what + " has no 'finds'",
               "conduct says when it took place");
  }
  if (rule->kind != Kind::kRequirement && !rule->require.empty()) {
    file.Error("misplaced-key", map->node(),
               what + " has 'require' but is no requirement",
               "use 'finds' for conduct and sanctions, 'when' for the rest");
  }
  if (!rule->finds.empty() && rule->kind != Kind::kConduct &&
      rule->kind != Kind::kSanction) {
    file.Error("misplaced-key", map->node(),
               what + " has 'finds' but is neither conduct nor sanction");
  }
  if (rule->question.empty() &&
      (!rule->suspect.empty() || !rule->judge.empty() ||
       rule->kind == Kind::kChecklist)) {
    file.Error("missing-key", map->node(), what + " has no 'question'",
               "say what a person has to answer, in zh and en");
  }
}

RuleSource ReadRule(const YamlFile& file, const YAML::Node& node, int index,
                    const PackLimits& limits) {
  RuleSource rule;
  rule.at = file.At(node);
  // Messages name the rule by its id where it has one.
  const YAML::Node id = node.IsMap() ? node["id"] : YAML::Node();
  MapReader map(&file, node,
                id.IsDefined() && id.IsScalar() ? "rule " + id.Scalar()
                                                : absl::StrCat("rule ", index));
  rule.id = RequireWritten(file, &map, "id", absl::StrCat("rule ", index));
  const std::string what = "rule " + rule.id.text;
  rule.kind = static_cast<Kind>(
      file.Word(map.Require("kind"), what + " kind", WordsOf("rule", "kind"))
          .value_or(0));
  rule.title = RequireTexts(file, &map, "title", what + " title");
  rule.cites = ReadWrittenList(
      file, map.Require("cites", "every rule rests on a provision"),
      what + " cites");
  const YAML::Node in_force = map.Get("in_force");
  if (in_force.IsDefined()) {
    MapReader interval(&file, in_force, what + " in_force");
    rule.in_force = ReadInterval(file, &interval, what + " in_force");
    interval.Finish(SpecOf("interval").Names());
  }
  rule.date = ReadWritten(file, map.Get("date"), what + " date");
  const YAML::Node severity = map.Get("severity");
  if (severity.IsDefined()) {
    rule.severity = static_cast<RuleSeverity>(
        file.Word(severity, what + " severity", WordsOf("rule", "severity"))
            .value_or(0));
  }
  const YAML::Node confidence = map.Get("confidence");
  if (confidence.IsDefined()) {
    rule.confidence =
        static_cast<RuleConfidence>(file.Word(confidence, what + " confidence",
                                              WordsOf("rule", "confidence"))
                                        .value_or(2));
  }
  rule.verification =
      ReadWritten(file, map.Get("verification"), what + " verification").text;
  rule.message = ReadTexts(file, map.Get("message"), what + " message");
  rule.remedy = ReadTexts(file, map.Get("remedy"), what + " remedy");
  rule.question = ReadTexts(file, map.Get("question"), what + " question");
  ReadConditions(file, &map, &rule);
  ReadPhase(file, map.Get("phase"), &rule);
  rule.consequences = ReadConsequences(file, map.Get("consequences"), what);
  rule.examples = ReadExamples(file, map.Get("examples"), what);
  if (static_cast<int>(rule.examples.size()) > limits.max_examples_per_rule) {
    file.Error("too-many-examples", node,
               absl::StrCat(what, " has more than ",
                            limits.max_examples_per_rule, " examples"));
  }
  map.Finish(SpecOf("rule").Names());
  return rule;
}

void ReadAlternatives(const YamlFile& file, const YAML::Node& node,
                      PackSource* pack) {
  if (!node.IsDefined()) return;
  MapReader names(&file, node, "alternatives");
  for (const YAML::Node& key : names.Keys()) {
    const std::string what = "alternatives " + key.Scalar();
    MapReader map(&file, names.Get(key.Scalar()), what);
    AlternativesSource out{{key.Scalar(), file.At(key)}, {}, {}};
    out.over = ReadWritten(file, map.Get("over"), what + " over");
    out.rules = ReadWrittenList(
        file, map.Require("rules", "the rules of which one applies"),
        what + " rules");
    map.Finish(SpecOf("alternatives").Names());
    pack->alternatives.push_back(std::move(out));
  }
}

void ReadRules(const YamlFile& file, const YAML::Node& node,
               const PackLimits& limits, PackSource* pack) {
  const std::vector<YAML::Node> rules = file.List(node, "rules");
  if (static_cast<int>(rules.size()) > limits.max_rules) {
    file.Error("too-many-rules", node,
               absl::StrCat("more than ", limits.max_rules, " rules"),
               "split the pack");
    return;
  }
  std::set<std::string> ids;
  for (const YAML::Node& item : rules) {
    RuleSource rule =
        ReadRule(file, item, static_cast<int>(pack->rules.size()) + 1, limits);
    if (!rule.id.empty() && !ids.insert(rule.id.text).second) {
      file.diagnostics()->Error(
          "repeated-rule", file.name(), rule.id.at,
          absl::StrCat("the rule id '", rule.id.text, "' is used twice"),
          "finding ids need one rule for each id");
    }
    pack->rules.push_back(std::move(rule));
  }
}

}  // namespace

std::optional<PackSource> ReadPack(const std::string& file_name,
                                   std::string text, Diagnostics* diagnostics,
                                   const PackLimits& limits) {
  const std::optional<YamlFile> parsed =
      YamlFile::Parse(file_name, std::move(text), diagnostics);
  if (!parsed.has_value()) return std::nullopt;
  const YamlFile& file = *parsed;
  MapReader map(&file, file.root(), "the pack");
  if (!map.ok()) return std::nullopt;
  PackSource pack;
  pack.file = file.name();
  pack.text = file.text();
  pack.canonical = CanonicalText(file.root());
  pack.id = RequireWritten(file, &map, "pack", "pack",
                           "the pack's id, as cn.fertilizer.label");
  pack.version =
      RequireWritten(file, &map, "version", "version", "as 1.0.0").text;
  pack.title = RequireTexts(file, &map, "title", "title");
  pack.facts_type = RequireWritten(file, &map, "facts", "facts",
                                   "as zhiheng.facts.v1.ProductLabel");
  pack.descriptors =
      ReadWrittenList(file, map.Get("descriptors"), "descriptors");
  pack.subject = RequireWritten(file, &map, "subject", "subject",
                                "the name of the facts, as label");
  ReadInstruments(file, map.Require("instruments"), &pack);
  ReadDates(file, map.Get("dates"), &pack);
  pack.date = ReadWritten(file, map.Get("date"), "date");
  pack.applies = ReadWritten(file, map.Get("applies"), "applies");
  ReadLetsAndTerms(file, &map, limits, &pack);
  pack.bases = ReadBaseList(file, map.Get("bases"));
  ReadRules(file, map.Require("rules"), limits, &pack);
  ReadAlternatives(file, map.Get("alternatives"), &pack);
  map.Finish(SpecOf("pack").Names());
  return pack;
}

}  // namespace zhiheng::rules
