#include "services/rules/authoring/coverage_file.h"

#include <yaml-cpp/yaml.h>

#include <optional>
#include <utility>

#include "services/rules/packs/reader_parts.h"
#include "services/rules/yaml/yaml_file.h"

namespace zhiheng::rules {
namespace {

const std::vector<std::string> kLetters = {"Y", "P", "N", "-"};

std::vector<CoverageFile::Reason> ReadReasons(const YamlFile& file,
                                              const YAML::Node& node,
                                              const std::string& edition) {
  std::vector<CoverageFile::Reason> out;
  if (!node.IsDefined()) return out;
  MapReader map(&file, node, edition.empty() ? "not_checkable" : edition);
  for (const YAML::Node& key : map.Keys()) {
    const std::string name = key.Scalar();
    out.push_back({{name, file.At(key)},
                   edition,
                   ReadTexts(file, map.Get(name), "the reason of " + name)});
  }
  return out;
}

std::vector<CoverageFile::Row> ReadRows(const YamlFile& file,
                                        const YAML::Node& node) {
  std::vector<CoverageFile::Row> out;
  if (!node.IsDefined()) return out;
  MapReader map(&file, node, "rows");
  for (const YAML::Node& key : map.Keys()) {
    CoverageFile::Row row{{key.Scalar(), file.At(key)}};
    const std::optional<int> letter =
        file.Word(map.Get(row.id.text), "row " + row.id.text, kLetters);
    row.letter = kLetters[static_cast<size_t>(letter.value_or(3))][0];
    out.push_back(std::move(row));
  }
  return out;
}

}  // namespace

CoverageFile ReadCoverageFile(const std::string& name, const std::string& text,
                              Diagnostics* diagnostics) {
  CoverageFile out;
  out.name = name;
  const std::optional<YamlFile> file = YamlFile::Parse(name, text, diagnostics);
  if (!file.has_value()) return out;
  MapReader map(&*file, file->root(), "the list of rows");
  if (!map.ok()) return out;
  out.rows = ReadRows(*file, map.Require("rows", "every row with its letter"));
  const YAML::Node covered_by = map.Get("covered_by");
  if (covered_by.IsDefined()) {
    MapReader by(&*file, covered_by, "covered_by");
    for (const YAML::Node& key : by.Keys()) {
      out.covered_by.push_back(
          {{key.Scalar(), file->At(key)},
           ReadWrittenList(*file, by.Get(key.Scalar()), key.Scalar())});
    }
  }
  out.not_checkable = ReadReasons(*file, map.Get("not_checkable"), "");
  const YAML::Node provisions = map.Get("provisions");
  if (provisions.IsDefined()) {
    MapReader editions(&*file, provisions, "provisions");
    for (const YAML::Node& key : editions.Keys()) {
      for (auto& reason :
           ReadReasons(*file, editions.Get(key.Scalar()), key.Scalar())) {
        out.provisions.push_back(std::move(reason));
      }
    }
  }
  map.Finish();
  return out;
}

}  // namespace zhiheng::rules
