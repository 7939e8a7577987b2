#include "services/catalog/engine/correspondence.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/catalog/engine/data_table.h"
#include "services/catalog/importer/yaml_reader.h"
#include "services/catalog/model/provision_id.h"
#include "services/common/base/status_macros.h"

namespace zhiheng::catalog {
namespace {

std::optional<Relation> RelationFromWord(absl::string_view word) {
  constexpr absl::string_view kWords[] = {"moved", "merged", "split", "new",
                                          "repealed"};
  for (int i = 0; i < 5; ++i) {
    if (kWords[i] == word) return static_cast<Relation>(i + 1);
  }
  return std::nullopt;
}

// A provision id in its normal form; a diagnostic when it is none.
std::string ReadId(const YAML::Node& pair, const char* key, YamlReader* read) {
  const std::string id = read->String(pair, key);
  const auto path = ParseProvisionId(id);
  if (path.ok()) return FormatProvisionId(*path);
  read->Report(pair[key], "bad-provision", path.status().message());
  return "";
}

// True when `id` is `whole` or a piece of it.
bool IsWithin(absl::string_view id, absl::string_view whole) {
  return id == whole || (absl::StartsWith(id, whole) &&
                         id.size() > whole.size() && id[whole.size()] == '.');
}

}  // namespace

void CorrespondenceTable::Parse(absl::string_view text, const std::string& file,
                                std::vector<Diagnostic>* diagnostics) {
  YamlReader read(file, diagnostics);
  const std::optional<YAML::Node> yaml = ReadYaml(text, file, diagnostics);
  if (!yaml.has_value()) return;
  const YAML::Node& root = *yaml;
  if (!read.CheckMap(root, "a correspondence file",
                     {"instrument", "from", "to", "source", "pairs"})) {
    return;
  }
  const std::string instrument = read.String(root, "instrument", true);
  const std::string from = read.String(root, "from", true);
  const std::string to = read.String(root, "to", true);
  if (!root["pairs"] || !root["pairs"].IsSequence()) {
    read.Report(root, "missing-key", "\"pairs\" must be a list");
    return;
  }
  for (const YAML::Node& node : root["pairs"]) {
    if (!read.CheckMap(node, "a pair", {"from", "to", "relation", "note"})) {
      continue;
    }
    CorrespondencePair pair;
    pair.from = {instrument, from, ReadId(node, "from", &read)};
    pair.to = {instrument, to, ReadId(node, "to", &read)};
    pair.note = read.String(node, "note");
    const std::string word = read.String(node, "relation", true);
    const std::optional<Relation> relation = RelationFromWord(word);
    if (!relation.has_value()) {
      read.Report(node["relation"], "bad-relation",
                  absl::StrCat("\"", word, "\" is no relation"),
                  "one of moved, merged, split, new, repealed");
      continue;
    }
    pair.relation = *relation;
    if ((pair.from.provision.empty() != (*relation == Relation::kNew)) ||
        (pair.to.provision.empty() != (*relation == Relation::kRepealed))) {
      read.Report(node, "bad-pair",
                  "both \"from\" and \"to\" are wanted, but no \"from\" of "
                  "what is new and no \"to\" of what is repealed");
      continue;
    }
    pairs_.push_back(std::move(pair));
  }
}

absl::StatusOr<CorrespondenceTable> CorrespondenceTable::Load(
    const std::string& folder) {
  CorrespondenceTable table;
  RETURN_IF_ERROR(
      ReadTables(folder, "the correspondences",
                 [&](absl::string_view text, const std::string& file,
                     std::vector<Diagnostic>* diagnostics) {
                   table.Parse(text, file, diagnostics);
                 }));
  return table;
}

std::vector<CorrespondencePair> CorrespondenceTable::Of(
    absl::string_view instrument) const {
  std::vector<CorrespondencePair> out;
  for (const CorrespondencePair& pair : pairs_) {
    if (pair.from.instrument == instrument) out.push_back(pair);
  }
  return out;
}

std::vector<ProvisionKey> CorrespondenceTable::Successors(
    const ProvisionKey& key, absl::string_view to) const {
  const std::vector<CorrespondencePair> all = Of(key.instrument);
  std::vector<ProvisionKey> here = {key};
  for (int step = 0; step < kMaxEditionSteps && !here.empty(); ++step) {
    if (here.front().edition == to) return here;
    std::vector<ProvisionKey> next;
    for (const ProvisionKey& one : here) {
      // The pair of the smallest piece that holds it.
      size_t longest = 0;
      for (const CorrespondencePair& pair : all) {
        if (pair.from.edition == one.edition && !pair.from.provision.empty() &&
            IsWithin(one.provision, pair.from.provision)) {
          longest = std::max(longest, pair.from.provision.size());
        }
      }
      for (const CorrespondencePair& pair : all) {
        if (longest == 0 || pair.from.edition != one.edition ||
            pair.from.provision.size() != longest ||
            !IsWithin(one.provision, pair.from.provision) ||
            pair.to.provision.empty()) {
          continue;
        }
        if (std::find(next.begin(), next.end(), pair.to) == next.end()) {
          next.push_back(pair.to);
        }
      }
    }
    here = std::move(next);
  }
  return {};
}

}  // namespace zhiheng::catalog
