#include "services/catalog/engine/applicability.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/catalog/engine/data_table.h"
#include "services/catalog/importer/yaml_reader.h"
#include "services/catalog/model/names.h"
#include "services/common/base/status_macros.h"
#include "services/common/exact/decimal.h"

namespace zhiheng::catalog {
namespace {

enum class Truth { kNo, kPerhaps, kYes };

// One value of a condition: a word, or a comparison of numbers.
bool Accepts(absl::string_view accepted, absl::string_view value) {
  absl::string_view bound = accepted;
  const bool least = absl::ConsumePrefix(&bound, ">=");
  const bool most = !least && absl::ConsumePrefix(&bound, "<=");
  const bool above = !least && !most && absl::ConsumePrefix(&bound, ">");
  const bool below =
      !least && !most && !above && absl::ConsumePrefix(&bound, "<");
  if (!least && !most && !above && !below) return accepted == value;
  const auto limit = Decimal::Parse(bound);
  const auto number = Decimal::Parse(value);
  if (!limit.ok() || !number.ok()) return false;
  if (least) return *number >= *limit;
  if (most) return *number <= *limit;
  return above ? *number > *limit : *number < *limit;
}

Truth Holds(const std::string& name, const std::vector<std::string>& accepted,
            const Product& product) {
  const auto fact = product.attributes.find(name);
  if (fact == product.attributes.end()) return Truth::kPerhaps;
  for (const std::string& one : accepted) {
    if (Accepts(one, fact->second)) return Truth::kYes;
  }
  return Truth::kNo;
}

// 110000 holds in 110105; an unknown region decides nothing.
Truth InRegion(absl::string_view rule, absl::string_view product) {
  if (rule.empty()) return Truth::kYes;
  if (product.empty()) return Truth::kPerhaps;
  while (absl::EndsWith(rule, "00")) rule.remove_suffix(2);
  return absl::StartsWith(product, rule) ? Truth::kYes : Truth::kNo;
}

Truth Applies(const ApplicabilityRule& rule, const Product& product,
              std::vector<std::string>* needs) {
  const bool listed = std::any_of(
      rule.categories.begin(), rule.categories.end(),
      [&](const std::string& one) {
        return std::find(product.categories.begin(), product.categories.end(),
                         one) != product.categories.end();
      });
  if (!listed) return Truth::kNo;
  Truth all = Truth::kYes;
  const auto weigh = [&](Truth one, const std::string& name) {
    if (one == Truth::kPerhaps) needs->push_back(name);
    all = std::min(all, one);
  };
  weigh(InRegion(rule.region_code, product.region_code), "region_code");
  for (const auto& [name, accepted] : rule.when) {
    weigh(Holds(name, accepted, product), name);
  }
  for (const auto& [name, excluded] : rule.except) {
    const Truth held = Holds(name, excluded, product);
    weigh(held == Truth::kYes  ? Truth::kNo
          : held == Truth::kNo ? Truth::kYes
                               : Truth::kPerhaps,
          name);
  }
  return all;
}

Conditions ReadConditions(const YAML::Node& rule, const char* key,
                          YamlReader* read) {
  Conditions out;
  const YAML::Node node = rule[key];
  if (!node || !read->CheckAnyMap(node, key)) return out;
  for (const auto& entry : node) {
    const std::string name = entry.first.Scalar();
    out[name] = read->Strings(node, name.c_str());
  }
  return out;
}

}  // namespace

void ApplicabilityTable::Parse(absl::string_view text, const std::string& file,
                               std::vector<Diagnostic>* diagnostics) {
  YamlReader read(file, diagnostics);
  const std::optional<YAML::Node> yaml = ReadYaml(text, file, diagnostics);
  if (!yaml.has_value()) return;
  const YAML::Node& root = *yaml;
  if (!read.CheckMap(root, "an applicability file", {"instrument", "rules"})) {
    return;
  }
  const std::string instrument = read.String(root, "instrument", true);
  if (const absl::Status id = CheckInstrumentId(instrument); !id.ok()) {
    read.Report(root["instrument"], "bad-id", id.message());
  }
  if (!root["rules"] || !root["rules"].IsSequence()) {
    read.Report(root, "missing-key", "\"rules\" must be a list");
    return;
  }
  for (const YAML::Node& node : root["rules"]) {
    if (!read.CheckMap(
            node, "a rule",
            {"categories", "role", "when", "except", "region", "because"})) {
      continue;
    }
    ApplicabilityRule rule;
    rule.instrument = instrument;
    rule.categories = read.Strings(node, "categories");
    rule.role = read.String(node, "role", true);
    rule.when = ReadConditions(node, "when", &read);
    rule.except = ReadConditions(node, "except", &read);
    rule.region_code = read.String(node, "region");
    rule.because = read.Localized(node, "because", true);
    if (rule.categories.empty()) {
      read.Report(node, "missing-key", "a rule needs its \"categories\"");
    }
    rules_.push_back(std::move(rule));
  }
}

absl::StatusOr<ApplicabilityTable> ApplicabilityTable::Load(
    const std::string& folder) {
  ApplicabilityTable table;
  RETURN_IF_ERROR(
      ReadTables(folder, "the applicability rules",
                 [&](absl::string_view text, const std::string& file,
                     std::vector<Diagnostic>* diagnostics) {
                   table.Parse(text, file, diagnostics);
                 }));
  return table;
}

std::vector<Applicable> ApplicabilityTable::For(const Product& product) const {
  std::vector<Applicable> out;
  std::map<std::string, size_t> place;
  for (const ApplicabilityRule& rule : rules_) {
    Applicable one{&rule, {}};
    const Truth truth = Applies(rule, product, &one.needs);
    if (truth == Truth::kNo) continue;
    if (truth == Truth::kYes) one.needs.clear();
    const auto [entry, added] = place.try_emplace(rule.instrument, out.size());
    if (added) {
      out.push_back(std::move(one));
    } else if (!out[entry->second].needs.empty() && one.needs.empty()) {
      out[entry->second] = std::move(one);
    }
  }
  return out;
}

}  // namespace zhiheng::catalog
