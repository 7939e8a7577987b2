// A suite is run as its pack with other cases: the pack's source is copied,
// with the bases and the file of the suite, so that mistakes have their place
// there. Tested by suites_test.cc.
#include "services/rules/authoring/suites.h"

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <filesystem>
#include <optional>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/common/base/text.h"
#include "services/rules/packs/pack_keys.h"
#include "services/rules/packs/reader_parts.h"
#include "services/rules/yaml/yaml_file.h"

namespace zhiheng::rules {
namespace {

namespace fs = std::filesystem;

struct Suite {
  Written pack;
  std::optional<CivilDate> today;
  std::vector<BaseSource> bases;
  std::vector<std::pair<Written, std::vector<ExampleSource>>> rules;
};

Suite ReadSuite(const YamlFile& file) {
  Suite suite;
  MapReader map(&file, file.root(), "the suite");
  if (!map.ok()) return suite;
  suite.pack = RequireWritten(file, &map, "suite", "suite",
                              "the id of the pack that it tests");
  const YAML::Node today = map.Get("today");
  if (today.IsDefined()) suite.today = file.Date(today, "today");
  suite.bases = ReadBaseList(file, map.Get("bases"));
  MapReader rules(&file, map.Require("rules", "cases, by rule"), "rules");
  if (rules.ok()) {
    for (const YAML::Node& key : rules.Keys()) {
      suite.rules.emplace_back(
          Written{key.Scalar(), file.At(key)},
          ReadExamples(file, rules.Get(key.Scalar()), "rule " + key.Scalar()));
    }
  }
  map.Finish(SpecOf("suite").Names());
  return suite;
}

const CompiledPack* FindPack(const YamlFile& file, const Written& id,
                             const PackSet& packs) {
  const CompiledPack* pack = packs.Find(id.text);
  if (pack != nullptr) return pack;
  const std::string near = NearestWord(id.text, packs.Ids());
  file.diagnostics()->Error(
      "unknown-pack", file.name(), id.at,
      absl::StrCat("there is no pack '", id.text, "' here"),
      near.empty() ? "a suite stands in the folder of its pack; a pack with "
                     "mistakes is not here"
                   : absl::StrCat("did you mean '", near, "'?"));
  return nullptr;
}

const RuleSource* FindRule(const YamlFile& file, const Written& id,
                           const CompiledPack& pack) {
  std::vector<std::string> ids;
  for (const RuleSource& rule : pack.source->rules) {
    if (rule.id.text == id.text) return &rule;
    ids.push_back(rule.id.text);
  }
  const std::string near = NearestWord(id.text, ids);
  file.diagnostics()->Error(
      "unknown-rule", file.name(), id.at,
      absl::StrCat(pack.id, " has no rule '", id.text, "'"),
      near.empty() ? "" : absl::StrCat("did you mean '", near, "'?"));
  return nullptr;
}

}  // namespace

absl::StatusOr<std::vector<std::string>> FindSuites(const std::string& path) {
  std::vector<std::string> out;
  std::error_code error;
  if (!fs::is_directory(path, error)) return out;
  fs::recursive_directory_iterator it(path, error);
  for (; !error && it != fs::recursive_directory_iterator();
       it.increment(error)) {
    if (it->is_regular_file() &&
        absl::EndsWith(it->path().filename().string(), "_test.yaml")) {
      out.push_back(it->path().string());
    }
  }
  if (error)
    return absl::UnavailableError(
        absl::StrCat("cannot read '", path, "': ", error.message()));
  std::sort(out.begin(), out.end());
  return out;
}

SuiteResult RunSuite(const std::string& file_name, const std::string& text,
                     const PackSet& packs, const std::string& filter,
                     Diagnostics* diagnostics) {
  SuiteResult out;
  const int errors = diagnostics->error_count();
  const std::optional<YamlFile> file =
      YamlFile::Parse(file_name, text, diagnostics);
  if (!file.has_value()) return out;
  Suite suite = ReadSuite(*file);
  if (diagnostics->error_count() > errors) return out;
  const CompiledPack* pack = FindPack(*file, suite.pack, packs);
  if (pack == nullptr) return out;
  out.pack = pack->id;
  auto source = std::make_shared<PackSource>(*pack->source);
  source->file = file_name;
  source->text = text;
  // Its own bases come first: they may replace one of the pack.
  suite.bases.insert(suite.bases.end(), source->bases.begin(),
                     source->bases.end());
  source->bases = std::move(suite.bases);
  for (RuleSource& rule : source->rules) rule.examples.clear();
  for (auto& [id, cases] : suite.rules) {
    const RuleSource* found = FindRule(*file, id, *pack);
    if (found == nullptr) continue;
    for (ExampleSource& one : cases) {
      if (!one.today.has_value()) one.today = suite.today;
    }
    source->rules[static_cast<size_t>(found - pack->source->rules.data())]
        .examples = std::move(cases);
  }
  CompiledPack with_cases = *pack;
  with_cases.source = std::move(source);
  out.results = RunExamples(with_cases, packs.calendar(), diagnostics, filter);
  return out;
}

}  // namespace zhiheng::rules
