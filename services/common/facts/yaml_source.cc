// Events of yaml-cpp's parser become nodes; open containers lie on a stack of
// our own. yaml-cpp itself stops nesting at 500. Tested by yaml_source_test.cc.
#include "services/common/facts/yaml_source.h"

#include <yaml-cpp/depthguard.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

#include <map>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/common/base/text.h"

namespace zhiheng {
namespace {

using Kind = ValueNode::Kind;

FactsProblem At(const YAML::Mark& mark, std::string rule, std::string hint,
                std::string reason = "MALFORMED_YAML") {
  FactsProblem problem;
  problem.reason = std::move(reason);
  problem.line = mark.is_null() ? 0 : mark.line + 1;
  problem.column = mark.is_null() ? 0 : mark.column + 1;
  problem.rule = std::move(rule);
  problem.hint = std::move(hint);
  return problem;
}

FactsProblem TooManyValues(const YAML::Mark& mark, const FactsLimits& limits) {
  return At(mark,
            absl::StrCat("at most ", limits.max_values,
                         " values are read, aliases written out"),
            "send fewer subjects at a time", "TOO_MANY_VALUES");
}

FactsProblem TooDeep(const YAML::Mark& mark, const FactsLimits& limits) {
  return At(
      mark,
      absl::StrCat("lists and maps nest at most ", limits.max_depth, " deep"),
      "facts nest about six deep; is this the right file?", "TOO_DEEP");
}

// Tags that say nothing beyond what is written: none, quoted, a string.
bool IsPlainTag(const std::string& tag) {
  return tag.empty() || tag == "?" || tag == "!" ||
         tag == "tag:yaml.org,2002:str" || tag == "tag:yaml.org,2002:map" ||
         tag == "tag:yaml.org,2002:seq";
}

// Stops the parser; never leaves this file.
struct Stop {
  FactsProblem problem;
};

class TreeBuilder final : public YAML::EventHandler {
 public:
  TreeBuilder(const FactsLimits& limits, ValueTree* tree)
      : limits_(limits), tree_(tree) {}

  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    Place(mark, anchor, Kind::kPlain, "null");
  }
  void OnScalar(const YAML::Mark& mark, const std::string& tag,
                YAML::anchor_t anchor, const std::string& value) override {
    CheckTag(mark, tag);
    Place(mark, anchor,
          tag == "?" || tag.empty() ? Kind::kPlain : Kind::kQuoted, value);
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag,
                       YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    CheckTag(mark, tag);
    Open(Place(mark, anchor, Kind::kList, ""), mark);
  }
  void OnSequenceEnd() override { open_.pop_back(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag,
                  YAML::anchor_t anchor, YAML::EmitterStyle::value) override {
    CheckTag(mark, tag);
    Open(Place(mark, anchor, Kind::kMap, ""), mark);
  }
  void OnMapEnd() override { open_.pop_back(); }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    const auto found = anchors_.find(anchor);
    if (found == anchors_.end()) {
      throw Stop{At(mark, "an alias names an anchor that was not set", "")};
    }
    for (const Container& container : open_) {
      if (container.node == found->second) {
        throw Stop{At(mark, "an alias may not stand inside its own anchor", "",
                      "ALIAS_CYCLE")};
      }
    }
    const int32_t target = found->second;
    const int32_t node = Place(mark, 0, Kind::kAlias, "");
    if (node >= 0) tree_->nodes[node].target = target;
  }

 private:
  struct Container {
    int32_t node = -1;
    bool is_map = false;
    bool has_key = false;
    std::string key;
    YAML::Mark key_mark;
  };

  void CheckTag(const YAML::Mark& mark, const std::string& tag) {
    if (!IsPlainTag(tag)) {
      throw Stop{At(mark, absl::StrCat("tags are not read: ", ShortValue(tag)),
                    "write the value without a tag")};
    }
  }

  // A key of the open map, or a value. Returns -1 for a key.
  int32_t Place(const YAML::Mark& mark, YAML::anchor_t anchor, Kind kind,
                const std::string& text) {
    if (!open_.empty() && open_.back().is_map && !open_.back().has_key) {
      if (kind != Kind::kPlain && kind != Kind::kQuoted) {
        throw Stop{At(mark, "a field name is one word", "")};
      }
      open_.back().has_key = true;
      open_.back().key = text;
      open_.back().key_mark = mark;
      return -1;
    }
    if (tree_->nodes.size() >= limits_.max_values) {
      throw Stop{TooManyValues(mark, limits_)};
    }
    ValueNode node;
    node.kind = kind;
    node.text = text;
    node.line = mark.line + 1;
    node.column = mark.column + 1;
    int32_t parent = -1;
    if (!open_.empty()) {
      Container& above = open_.back();
      parent = above.node;
      if (above.is_map) {
        node.key = std::move(above.key);
        node.key_line = above.key_mark.line + 1;
        node.key_column = above.key_mark.column + 1;
        above.has_key = false;
        above.key.clear();
      }
    }
    const int32_t index = tree_->Add(parent, std::move(node));
    if (anchor != 0) anchors_[anchor] = index;
    return index;
  }

  void Open(int32_t node, const YAML::Mark& mark) {
    if (static_cast<int>(open_.size()) >= limits_.max_depth) {
      throw Stop{TooDeep(mark, limits_)};
    }
    Container container;
    container.node = node;
    container.is_map = tree_->nodes[node].kind == Kind::kMap;
    open_.push_back(std::move(container));
  }

  const FactsLimits& limits_;
  ValueTree* const tree_;
  std::vector<Container> open_;
  std::map<YAML::anchor_t, int32_t> anchors_;
};

// How many characters stand before a byte, from sums kept every 64 bytes: a
// long line with many values stays linear.
class CharacterCount {
 public:
  explicit CharacterCount(absl::string_view text) : text_(text) {
    size_t count = 0;
    for (size_t i = 0; i < text.size(); ++i) {
      if (i % kStep == 0) sums_.push_back(count);
      count += Starts(i);
    }
    sums_.push_back(count);
  }
  size_t Before(size_t byte) const {
    size_t count = sums_[byte / kStep];
    for (size_t i = byte - byte % kStep; i < byte; ++i) count += Starts(i);
    return count;
  }

 private:
  static constexpr size_t kStep = 64;
  bool Starts(size_t i) const {
    return (static_cast<unsigned char>(text_[i]) & 0xC0) != 0x80;
  }
  const absl::string_view text_;
  std::vector<size_t> sums_;
};

// yaml-cpp counts bytes; people count characters.
void ByteColumnsToCharacters(absl::string_view text, ValueTree* tree) {
  const CharacterCount count(text);
  std::vector<size_t> starts = {0};
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\n') starts.push_back(i + 1);
  }
  const auto fix = [&](int line, int* column) {
    if (line < 1 || static_cast<size_t>(line) > starts.size()) return;
    const size_t start = starts[line - 1];
    const size_t at = start + static_cast<size_t>(*column - 1);
    if (at >= text.size()) return;
    *column = static_cast<int>(count.Before(at) - count.Before(start)) + 1;
  };
  for (ValueNode& node : tree->nodes) {
    fix(node.line, &node.column);
    if (node.key_line > 0) fix(node.key_line, &node.key_column);
  }
}

// What yaml-cpp says, as a sentence of ours where it is a common slip.
FactsProblem FromParserError(const YAML::Exception& error) {
  std::string hint;
  if (absl::StrContains(error.msg, "tab")) {
    hint = "indent with spaces";
  } else if (absl::StrContains(error.msg, "end of map") ||
             absl::StrContains(error.msg, "illegal map")) {
    hint =
        "check the indentation and the colons; text with a colon needs quotes";
  }
  return At(error.mark, absl::StrCat("not YAML: ", error.msg), std::move(hint));
}

}  // namespace

std::optional<FactsProblem> ParseYamlValues(absl::string_view text,
                                            const FactsLimits& limits,
                                            ValueTree* tree) {
  TreeBuilder builder(limits, tree);
  std::istringstream stream{std::string(text)};
  try {
    YAML::Parser parser(stream);
    parser.HandleNextDocument(builder);
    ByteColumnsToCharacters(text, tree);
    ValueTree rest;
    TreeBuilder rest_builder(limits, &rest);
    if (parser.HandleNextDocument(rest_builder) && !rest.nodes.empty()) {
      FactsProblem problem;
      problem.reason = "SEVERAL_DOCUMENTS";
      problem.line = rest.nodes[0].line;
      problem.column = rest.nodes[0].column;
      problem.rule = "one file holds one subject";
      problem.hint = "put what follows `---` into a file of its own";
      return problem;
    }
  } catch (const Stop& stop) {
    return stop.problem;
  } catch (const YAML::DeepRecursion& error) {
    return TooDeep(error.mark, limits);
  } catch (const YAML::Exception& error) {
    return FromParserError(error);
  }
  return std::nullopt;
}

std::optional<FactsProblem> CopyYamlValues(const YAML::Node& root,
                                           const FactsLimits& limits,
                                           ValueTree* tree) {
  struct Work {
    YAML::Node node;
    int32_t index;
    int depth;
  };
  const auto make = [](const YAML::Node& node) {
    ValueNode value;
    value.line = node.Mark().line + 1;
    value.column = node.Mark().column + 1;
    if (node.IsMap()) {
      value.kind = Kind::kMap;
    } else if (node.IsSequence()) {
      value.kind = Kind::kList;
    } else if (node.IsScalar()) {
      value.text = node.Scalar();
      value.kind = node.Tag() == "?" || node.Tag().empty() ? Kind::kPlain
                                                           : Kind::kQuoted;
    } else {
      value.text = "null";
    }
    return value;
  };
  std::vector<Work> work;
  work.push_back({root, tree->Add(-1, make(root)), 0});
  while (!work.empty()) {
    const Work item = work.back();
    work.pop_back();
    if (!item.node.IsMap() && !item.node.IsSequence()) continue;
    if (item.depth >= limits.max_depth) {
      return TooDeep(item.node.Mark(), limits);
    }
    const bool is_map = item.node.IsMap();
    for (const auto& entry : item.node) {
      const YAML::Node child = is_map ? entry.second : YAML::Node(entry);
      if (tree->nodes.size() >= limits.max_values) {
        return TooManyValues(child.Mark(), limits);
      }
      ValueNode value = make(child);
      if (is_map) {
        if (!entry.first.IsScalar()) {
          return At(entry.first.Mark(), "a field name is one word", "");
        }
        value.key = entry.first.Scalar();
        value.key_line = entry.first.Mark().line + 1;
        value.key_column = entry.first.Mark().column + 1;
      }
      work.push_back(
          {child, tree->Add(item.index, std::move(value)), item.depth + 1});
    }
  }
  return std::nullopt;
}

}  // namespace zhiheng
