// Tested by life_cycle_test.cc.
#include "services/catalog/engine/life_cycle_table.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "services/catalog/engine/data_table.h"
#include "services/catalog/importer/yaml_reader.h"
#include "services/catalog/model/names.h"
#include "services/common/base/status_macros.h"

namespace zhiheng::catalog {
namespace {

// The place of `word` in `words`, from 1; 0, with a diagnostic, when it is
// none.
int ReadWord(const YAML::Node& node, const char* key,
             const std::vector<std::string>& words, YamlReader* read) {
  const std::string word = read->String(node, key, true);
  std::string all;
  for (size_t i = 0; i < words.size(); ++i) {
    if (words[i] == word) return static_cast<int>(i) + 1;
    absl::StrAppend(&all, all.empty() ? "one of " : ", ", words[i]);
  }
  read->Report(node, "bad-word", absl::StrCat("\"", word, "\" is no ", key),
               all);
  return 0;
}

bool IsIcs(absl::string_view code) {
  for (const char c : code) {
    if (!absl::ascii_isdigit(static_cast<unsigned char>(c)) && c != '.') {
      return false;
    }
  }
  return code.size() >= 2;
}

bool IsCcs(absl::string_view code) {
  return code.size() == 3 &&
         absl::ascii_isupper(static_cast<unsigned char>(code[0])) &&
         absl::ascii_isdigit(static_cast<unsigned char>(code[1])) &&
         absl::ascii_isdigit(static_cast<unsigned char>(code[2]));
}

EditionLife ReadEdition(const YAML::Node& node, YamlReader* read) {
  EditionLife out;
  if (!read->CheckMap(node, "an edition", {"adopts", "sale_until"})) return out;
  out.sale_until = read->Date(node, "sale_until");
  if (!node["adopts"]) return out;
  for (const YAML::Node& one : node["adopts"]) {
    if (!read->CheckMap(one, "an adopted standard", {"number", "degree"})) {
      continue;
    }
    AdoptedStandard adopted;
    adopted.number = read->String(one, "number", true);
    const int degree = ReadWord(one, "degree", {"IDT", "MOD", "NEQ"}, read);
    adopted.degree = static_cast<AdoptionDegree>(degree);
    if (degree > 0) out.adopts.push_back(std::move(adopted));
  }
  return out;
}

void ReadClasses(const YAML::Node& root, YamlReader* read,
                 InstrumentLife* life) {
  life->ics = read->Strings(root, "ics");
  for (const std::string& code : life->ics) {
    if (!IsIcs(code)) {
      read->Report(root["ics"], "bad-ics",
                   absl::StrCat("\"", code, "\" is no ICS code"),
                   "digits and dots, quoted: \"65.080\"");
    }
  }
  life->ccs = read->String(root, "ccs");
  if (!life->ccs.empty() && !IsCcs(life->ccs)) {
    read->Report(root["ccs"], "bad-ccs",
                 absl::StrCat("\"", life->ccs, "\" is no CCS code"),
                 "a letter and two digits: G20");
  }
}

}  // namespace

void LifeCycleTable::Parse(absl::string_view text, const std::string& file,
                           std::vector<Diagnostic>* diagnostics) {
  YamlReader read(file, diagnostics);
  const std::optional<YAML::Node> yaml = ReadYaml(text, file, diagnostics);
  if (!yaml.has_value()) return;
  const YAML::Node& root = *yaml;
  if (!read.CheckMap(root, "a life cycle file",
                     {"instrument", "ics", "ccs", "editions", "links"})) {
    return;
  }
  const std::string id = read.String(root, "instrument", true);
  if (const absl::Status good = CheckInstrumentId(id); !good.ok()) {
    read.Report(root["instrument"], "bad-id", good.message());
    return;
  }
  InstrumentLife& life = instruments_[id];
  ReadClasses(root, &read, &life);
  if (root["editions"] && read.CheckAnyMap(root["editions"], "editions")) {
    for (const auto& entry : root["editions"]) {
      life.editions[entry.first.Scalar()] = ReadEdition(entry.second, &read);
    }
  }
  if (!root["links"]) return;
  for (const YAML::Node& node : root["links"]) {
    if (!read.CheckMap(node, "a link", {"kind", "to", "note"})) continue;
    const int kind =
        ReadWord(node, "kind", {"implements", "refers_to", "based_on"}, &read);
    const std::string to = read.String(node, "to", true);
    if (const absl::Status good = CheckInstrumentId(to); !good.ok()) {
      read.Report(node, "bad-id", good.message());
      continue;
    }
    if (kind == 0) continue;
    links_.push_back(
        {static_cast<LinkKind>(kind), id, to, read.String(node, "note")});
  }
}

absl::StatusOr<LifeCycleTable> LifeCycleTable::Load(const std::string& folder) {
  LifeCycleTable table;
  RETURN_IF_ERROR(
      ReadTables(folder, "the life cycles",
                 [&](absl::string_view text, const std::string& file,
                     std::vector<Diagnostic>* diagnostics) {
                   table.Parse(text, file, diagnostics);
                 }));
  return table;
}

const InstrumentLife& LifeCycleTable::Of(absl::string_view instrument) const {
  static const InstrumentLife* const none = new InstrumentLife();
  const auto at = instruments_.find(instrument);
  return at == instruments_.end() ? *none : at->second;
}

std::vector<Link> LifeCycleTable::LinksOf(absl::string_view instrument) const {
  std::vector<Link> out;
  for (const Link& link : links_) {
    if (link.from == instrument || link.to == instrument) out.push_back(link);
  }
  return out;
}

}  // namespace zhiheng::catalog
