#include "services/rules/yaml/yaml_file.h"

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "services/common/base/text.h"

namespace zhiheng::rules {
namespace {

Position FromMark(const LineIndex& lines, absl::string_view text,
                  const YAML::Mark& mark) {
  return mark.is_null() ? Position{} : lines.At(text, mark.line, mark.column);
}

std::string KindOf(const YAML::Node& node) {
  if (!node.IsDefined() || node.IsNull()) return "nothing";
  if (node.IsMap()) return "a map";
  if (node.IsSequence()) return "a list";
  return absl::StrCat("'", node.Scalar(), "'");
}

// What stands most often behind a syntax error on that line.
std::string SyntaxHint(absl::string_view text, int line) {
  const std::vector<absl::string_view> lines = absl::StrSplit(text, '\n');
  if (line >= 0 && static_cast<size_t>(line) < lines.size() &&
      (absl::StrContains(lines[line], "?}") ||
       absl::StrContains(lines[line], "?,"))) {
    return "a text that ends with '?' needs quotes inside { }";
  }
  return "check indentation, quotes and brackets; an expression with ': ' or "
         "'#', or a path with [0] inside a list, needs quotes";
}

}  // namespace

std::optional<YamlFile> YamlFile::Parse(std::string name, std::string text,
                                        Diagnostics* diagnostics,
                                        const YamlLimits& limits) {
  YamlFile file;
  file.name_ = std::move(name);
  file.text_ = std::move(text);
  file.lines_ = LineIndex(file.text_);
  file.diagnostics_ = diagnostics;
  if (file.text_.size() > limits.max_bytes) {
    diagnostics->Error("file-too-large", file.name_, {},
                       absl::StrCat("the file has ", file.text_.size(),
                                    " bytes; the limit is ", limits.max_bytes),
                       "split the file");
    return std::nullopt;
  }
  if (!IsValidUtf8(file.text_)) {
    diagnostics->Error("bad-encoding", file.name_, {},
                       "the file is not well-formed UTF-8", "save it as UTF-8");
    return std::nullopt;
  }
  try {
    file.root_ = YAML::Load(file.text_);
  } catch (const YAML::Exception& e) {
    diagnostics->Error("yaml-syntax", file.name_,
                       FromMark(file.lines_, file.text_, e.mark),
                       absl::StrCat("not well-formed YAML: ", e.msg),
                       SyntaxHint(file.text_, e.mark.line));
    return std::nullopt;
  }
  if (!file.CheckTree(limits)) return std::nullopt;
  return file;
}

// Walks with a stack of its own: depth and size are the author's choice.
bool YamlFile::CheckTree(const YamlLimits& limits) {
  std::vector<std::pair<YAML::Node, int>> open = {{root_, 1}};
  int nodes = 0;
  bool ok = true;
  while (!open.empty()) {
    const auto [node, depth] = open.back();
    open.pop_back();
    if (++nodes > limits.max_nodes) {
      Error("file-too-large", node,
            absl::StrCat("more than ", limits.max_nodes,
                         " values, aliases counted"),
            "split the file");
      return false;
    }
    if (depth > limits.max_depth) {
      Error("too-deep", node,
            absl::StrCat("nested deeper than ", limits.max_depth, " levels"),
            "check brackets and aliases");
      return false;
    }
    if (node.IsMap()) {
      ok = CheckKeys(node) && ok;
      for (const auto& entry : node) open.push_back({entry.second, depth + 1});
    } else if (node.IsSequence()) {
      for (const auto& item : node) open.push_back({item, depth + 1});
    }
  }
  return ok;
}

bool YamlFile::CheckKeys(const YAML::Node& map) {
  std::set<std::string> seen;
  bool ok = true;
  for (const auto& entry : map) {
    if (!entry.first.IsScalar()) {
      Error("bad-key", entry.first, "a key must be a word");
      ok = false;
    } else if (!seen.insert(entry.first.Scalar()).second) {
      Error("repeated-key", entry.first,
            absl::StrCat("the key '", entry.first.Scalar(),
                         "' stands twice in the same map"),
            "the second would silently replace the first: remove one");
      ok = false;
    }
  }
  return ok;
}

Position YamlFile::At(const YAML::Node& node) const {
  if (!node.IsDefined()) return {};
  return FromMark(lines_, text_, node.Mark());
}

void YamlFile::Error(absl::string_view code, const YAML::Node& node,
                     std::string sentence, std::string hint) const {
  diagnostics_->Error(code, name_, At(node), std::move(sentence),
                      std::move(hint));
}

std::optional<std::string> YamlFile::Text(const YAML::Node& node,
                                          absl::string_view what) const {
  if (!node.IsDefined() || !node.IsScalar() || node.Scalar().empty()) {
    Error("bad-value", node,
          absl::StrCat(what, " must be a text, not ", KindOf(node)));
    return std::nullopt;
  }
  return node.Scalar();
}

std::optional<bool> YamlFile::Bool(const YAML::Node& node,
                                   absl::string_view what) const {
  if (node.IsDefined() && node.IsScalar()) {
    if (node.Scalar() == "true") return true;
    if (node.Scalar() == "false") return false;
  }
  Error("bad-value", node,
        absl::StrCat(what, " must be true or false, not ", KindOf(node)));
  return std::nullopt;
}

std::optional<int> YamlFile::Int(const YAML::Node& node, absl::string_view what,
                                 int min, int max) const {
  int value = 0;
  if (node.IsDefined() && node.IsScalar() &&
      absl::SimpleAtoi(node.Scalar(), &value) && value >= min && value <= max) {
    return value;
  }
  Error("bad-value", node,
        absl::StrCat(what, " must be a whole number from ", min, " to ", max,
                     ", not ", KindOf(node)));
  return std::nullopt;
}

std::optional<CivilDate> YamlFile::Date(const YAML::Node& node,
                                        absl::string_view what) const {
  if (node.IsDefined() && node.IsScalar()) {
    const absl::StatusOr<CivilDate> date =
        CivilDate::Parse(ToAbsl(node.Scalar()));
    if (date.ok()) return *date;
  }
  Error("bad-date", node,
        absl::StrCat(what, " must be a day that exists, not ", KindOf(node)),
        "write the day as 2024-09-30");
  return std::nullopt;
}

std::optional<int> YamlFile::Word(const YAML::Node& node,
                                  absl::string_view what,
                                  const std::vector<std::string>& words) const {
  const std::string given =
      node.IsDefined() && node.IsScalar() ? node.Scalar() : "";
  for (size_t i = 0; i < words.size(); ++i) {
    if (words[i] == given) return static_cast<int>(i);
  }
  const std::string near = NearestWord(given, words);
  Error("unknown-word", node, absl::StrCat(what, " cannot be ", KindOf(node)),
        near.empty() ? absl::StrCat("one of: ", absl::StrJoin(words, ", "))
                     : absl::StrCat("did you mean '", near, "'?"));
  return std::nullopt;
}

std::vector<YAML::Node> YamlFile::List(const YAML::Node& node,
                                       absl::string_view what) const {
  std::vector<YAML::Node> items;
  if (!node.IsDefined() || node.IsNull()) return items;
  if (!node.IsSequence()) {
    Error("bad-value", node,
          absl::StrCat(what, " must be a list, not ", KindOf(node)),
          "write it as [a, b] or as lines that begin with '- '");
    return items;
  }
  for (const auto& item : node) items.push_back(item);
  return items;
}

MapReader::MapReader(const YamlFile* file, const YAML::Node& node,
                     std::string what)
    : file_(file), node_(node), what_(std::move(what)) {
  ok_ = node_.IsDefined() && node_.IsMap();
  if (!ok_) {
    file_->Error("bad-value", node_,
                 absl::StrCat(what_, " must be a map, not ", KindOf(node_)));
  }
}

YAML::Node MapReader::Get(const std::string& key) {
  known_.push_back(key);
  if (!ok_) return YAML::Node(YAML::NodeType::Undefined);
  const YAML::Node& map = node_;
  return map[key];
}

YAML::Node MapReader::Require(const std::string& key, absl::string_view hint) {
  const YAML::Node value = Get(key);
  if (ok_ && !value.IsDefined()) {
    file_->Error("missing-key", node_,
                 absl::StrCat(what_, " has no '", key, "'"), std::string(hint));
  }
  return value;
}

std::vector<YAML::Node> MapReader::Keys() const {
  std::vector<YAML::Node> keys;
  if (ok_) {
    for (const auto& entry : node_) keys.push_back(entry.first);
  }
  return keys;
}

void MapReader::Finish(const std::vector<std::string>& table) const {
  const auto holds = [](const std::vector<std::string>& all,
                        const std::string& one) {
    return std::find(all.begin(), all.end(), one) != all.end();
  };
  bool same = true;
  for (const std::string& key : known_) same = same && holds(table, key);
  for (const std::string& key : table) same = same && holds(known_, key);
  if (!same) {
    file_->Error("reader-table", node_,
                 absl::StrCat("the reader of ", what_, " knows ",
                              absl::StrJoin(known_, ", "), "; its table ",
                              absl::StrJoin(table, ", ")));
  }
  Finish();
}

void MapReader::Finish() const {
  for (const YAML::Node& key : Keys()) {
    const std::string& word = key.Scalar();
    bool known = false;
    for (const std::string& k : known_) known = known || k == word;
    if (known) continue;
    const std::string near = NearestWord(word, known_);
    std::string hint =
        absl::StrCat("known keys: ", absl::StrJoin(known_, ", "));
    if (!near.empty()) hint = absl::StrCat("did you mean '", near, "'?");
    // {en: at most 400 g, for children 350 g}
    const YAML::Node& map = node_;
    if (map[word].IsNull() && absl::StrContains(word, ' ')) {
      hint = "a text with a comma needs quotes inside { }";
    }
    file_->Error("unknown-key", key,
                 absl::StrCat(what_, " has no key '", word, "'"),
                 std::move(hint));
  }
}

}  // namespace zhiheng::rules
