#include "cel40/rules_file.h"

#include <yaml-cpp/yaml.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"

namespace zhiheng::bench {
namespace {

std::string Quoted(const std::string& text) {
  return absl::StrCat("'", absl::StrReplaceAll(text, {{"'", "''"}}), "'");
}

}  // namespace

absl::StatusOr<std::vector<BenchRule>> ReadRules(const std::string& file) {
  std::vector<BenchRule> out;
  try {
    for (const YAML::Node& rule : YAML::LoadFile(file)["rules"]) {
      out.push_back(
          {rule["id"].as<std::string>(), rule["expr"].as<std::string>()});
    }
  } catch (const YAML::Exception& e) {
    return absl::InvalidArgumentError(absl::StrCat(file, ": ", e.what()));
  }
  return out;
}

std::string PackText(const std::vector<BenchRule>& rules, int copies) {
  std::string out =
      "pack: bench.label\n"
      "version: 1.0.0\n"
      "title: {zh: 基准规则, en: benchmark rules}\n"
      "facts: zhiheng.bench.v1.Label\n"
      "subject: label\n"
      "instruments:\n"
      "  STD: {instrument: bench-standard, edition: \"2021\", short: {zh: "
      "基准标准, en: Bench Standard}, form: clauses, from: 2000-01-01}\n"
      "rules:\n";
  for (int copy = 1; copy <= copies; ++copy) {
    for (const BenchRule& rule : rules) {
      absl::StrAppend(&out, "  - id: ", rule.id);
      if (copy > 1) absl::StrAppend(&out, "c", copy);
      absl::StrAppend(&out,
                      "\n    kind: requirement\n"
                      "    title: {zh: 标签规则, en: a rule of labels}\n"
                      "    cites: [STD 1]\n"
                      "    severity: major\n");
      if (copy > 1) {
        absl::StrAppend(&out, "    when: 'label.type == \"other-", copy,
                        "\"'\n");
      }
      absl::StrAppend(
          &out, "    require: ", Quoted(rule.expr),
          "\n    message: {zh: \"{{ label.name }}（批号 {{ label.batch }}）"
          "不符合要求\", en: \"{{ label.name }} (batch {{ label.batch }}) does "
          "not meet the rule\"}\n");
    }
  }
  return out;
}

}  // namespace zhiheng::bench
