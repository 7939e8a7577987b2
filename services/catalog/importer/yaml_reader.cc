#include "services/catalog/importer/yaml_reader.h"

#include <algorithm>
#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/common/base/text.h"

namespace zhiheng::catalog {

void YamlReader::Report(const YAML::Node& at, absl::string_view code,
                        absl::string_view message, absl::string_view hint) {
  const YAML::Mark mark = at.IsDefined() ? at.Mark() : YAML::Mark();
  diagnostics_->push_back({file_, mark.line + 1, mark.column + 1,
                           std::string(code), std::string(message),
                           std::string(hint)});
}

bool YamlReader::CheckAnyMap(const YAML::Node& node, absl::string_view what) {
  if (!node.IsDefined() || !node.IsMap()) {
    Report(node, "not-a-map", absl::StrCat(what, " must be a map"),
           "write it as key: value lines");
    return false;
  }
  bool good = true;
  std::set<std::string> seen;
  for (const auto& entry : node) {
    if (!entry.first.IsScalar()) {
      Report(entry.first, "bad-key",
             absl::StrCat("a key of ", what, " is not a word"));
      good = false;
    } else if (!seen.insert(entry.first.Scalar()).second) {
      Report(entry.first, "duplicate-key",
             absl::StrCat("\"", entry.first.Scalar(), "\" of ", what,
                          " is said twice"),
             "keep one");
      good = false;
    }
  }
  return good;
}

bool YamlReader::CheckMap(const YAML::Node& node, absl::string_view what,
                          const std::vector<std::string>& known) {
  if (!CheckAnyMap(node, what)) return false;
  bool good = true;
  for (const auto& entry : node) {
    const std::string key = entry.first.Scalar();
    if (std::find(known.begin(), known.end(), key) != known.end()) continue;
    const std::string near = NearestWord(key, known);
    Report(entry.first, "unknown-key",
           absl::StrCat("there is no \"", key, "\" in ", what),
           near.empty() ? absl::StrCat("known: ", absl::StrJoin(known, ", "))
                        : absl::StrCat("did you mean \"", near, "\"?"));
    good = false;
  }
  return good;
}

std::optional<std::string> YamlReader::Scalar(const YAML::Node& node,
                                              absl::string_view what) {
  if (!node.IsScalar()) {
    Report(node, "not-a-text", absl::StrCat(what, " must be a text"));
    return std::nullopt;
  }
  const std::string& text = node.Scalar();
  if (!IsValidUtf8(text)) {
    Report(node, "not-utf8", absl::StrCat(what, " is not UTF-8"));
    return std::nullopt;
  }
  if (const size_t length = Utf8Length(text); length > kMaxTextChars) {
    Report(node, "too-long",
           absl::StrCat(what, " has ", length, " characters; at most ",
                        kMaxTextChars, " are allowed"));
    return std::nullopt;
  }
  return text;
}

std::string YamlReader::String(const YAML::Node& map, const char* key,
                               bool required) {
  const YAML::Node node = map[key];
  if (!node.IsDefined() || node.IsNull()) {
    if (required) {
      Report(map, "missing-key", absl::StrCat("\"", key, "\" is missing"));
    }
    return "";
  }
  const std::string text = Scalar(node, key).value_or("");
  if (required && text.empty()) {
    Report(node, "empty-text", absl::StrCat("\"", key, "\" is empty"));
  }
  return text;
}

std::vector<std::string> YamlReader::Strings(const YAML::Node& map,
                                             const char* key) {
  std::vector<std::string> out;
  const YAML::Node node = map[key];
  if (!node.IsDefined() || node.IsNull()) return out;
  if (!node.IsSequence()) {
    Report(node, "not-a-list", absl::StrCat(key, " must be a list"),
           absl::StrCat("write it as ", key, ": [a, b]"));
    return out;
  }
  for (const YAML::Node& item : node) {
    out.push_back(Scalar(item, key).value_or(""));
    if (out.back().empty() || out.back().find('\n') != std::string::npos) {
      Report(item, "bad-item",
             absl::StrCat("an item of ", key, " is empty or has two lines"));
    }
  }
  return out;
}

std::optional<CivilDate> YamlReader::Date(const YAML::Node& map,
                                          const char* key) {
  const std::string text = String(map, key);
  if (text.empty()) return std::nullopt;
  const absl::StatusOr<CivilDate> date = CivilDate::Parse(text);
  if (date.ok()) return *date;
  Report(map[key], "bad-date",
         absl::StrCat(key, ": ", std::string(date.status().message())),
         "write a day that exists, as 2019-11-01; leave it out when unknown");
  return std::nullopt;
}

Text YamlReader::Localized(const YAML::Node& map, const char* key,
                           bool required) {
  const YAML::Node node = map[key];
  if (!node.IsDefined() || node.IsNull()) {
    if (required) {
      Report(map, "missing-key", absl::StrCat("\"", key, "\" is missing"));
    }
    return {};
  }
  if (!CheckMap(node, key, {"zh", "en"})) return {};
  return {String(node, "zh", true), String(node, "en", true)};
}

}  // namespace zhiheng::catalog
