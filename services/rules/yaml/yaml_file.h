// A YAML file that an author wrote, read with the place of everything in it.
// Mistakes become diagnostics; the reader goes on, so that one run shows all.
//
// Not thread-safe. The YamlFile must outlive the readers made from it, and the
// Diagnostics must outlive the YamlFile.
#ifndef SERVICES_RULES_YAML_YAML_FILE_H_
#define SERVICES_RULES_YAML_YAML_FILE_H_

#include <yaml-cpp/node/node.h>

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/common/exact/civil_date.h"
#include "services/rules/diagnostic/diagnostic.h"
#include "services/rules/yaml/line_index.h"

namespace zhiheng::rules {

struct YamlLimits {
  // A pack of a thousand rules is about 1 MB.
  size_t max_bytes = 8 << 20;
  // Nodes, aliases counted each time they are used.
  int max_nodes = 500'000;
  // Nesting of lists and maps.
  int max_depth = 64;
};

class YamlFile {
 public:
  // Parses and checks what no later step could: size, well-formed UTF-8,
  // syntax, depth, repeated keys. nullopt when there is nothing to read on.
  static std::optional<YamlFile> Parse(std::string name, std::string text,
                                       Diagnostics* diagnostics,
                                       const YamlLimits& limits = {});

  const YAML::Node& root() const { return root_; }
  const std::string& name() const { return name_; }
  const std::string& text() const { return text_; }
  Diagnostics* diagnostics() const { return diagnostics_; }

  Position At(const YAML::Node& node) const;
  void Error(absl::string_view code, const YAML::Node& node,
             std::string sentence, std::string hint = "") const;

  // The scalar as text. Reports, and gives nullopt, when `node` is not a
  // non-empty scalar. `what` names the value in the message.
  std::optional<std::string> Text(const YAML::Node& node,
                                  absl::string_view what) const;
  // `true` or `false`.
  std::optional<bool> Bool(const YAML::Node& node,
                           absl::string_view what) const;
  std::optional<int> Int(const YAML::Node& node, absl::string_view what,
                         int min, int max) const;
  std::optional<CivilDate> Date(const YAML::Node& node,
                                absl::string_view what) const;
  // Index in `words` of the scalar; reports unknown words with the nearest.
  std::optional<int> Word(const YAML::Node& node, absl::string_view what,
                          const std::vector<std::string>& words) const;
  // The nodes of a list; a missing node is an empty list. Reports anything
  // else.
  std::vector<YAML::Node> List(const YAML::Node& node,
                               absl::string_view what) const;

 private:
  YamlFile() = default;
  bool CheckTree(const YamlLimits& limits);
  bool CheckKeys(const YAML::Node& map);

  std::string name_;
  std::string text_;
  LineIndex lines_{""};
  YAML::Node root_;
  Diagnostics* diagnostics_ = nullptr;
};

// Reads one map: every key is asked for by name, and Finish() reports the keys
// that nobody asked for.
class MapReader {
 public:
  // `what` names the map in messages, as `rule TM-INF-1`.
  MapReader(const YamlFile* file, const YAML::Node& node, std::string what);

  // False when the node is not a map; that was reported.
  bool ok() const { return ok_; }
  const YAML::Node& node() const { return node_; }
  // The value of `key`, or a node that is false.
  YAML::Node Get(const std::string& key);
  // The same; a missing key is reported.
  YAML::Node Require(const std::string& key, absl::string_view hint = "");
  // The keys in file order.
  std::vector<YAML::Node> Keys() const;
  // Reports unknown keys.
  void Finish() const;
  // The same against a table of keys. A key that was asked for and is not in
  // the table, or the other way round, is a mistake of the program; it is
  // reported as `reader-table`, so that every test sees it.
  void Finish(const std::vector<std::string>& table) const;

 private:
  const YamlFile* file_;
  YAML::Node node_;
  std::string what_;
  bool ok_;
  std::vector<std::string> known_;
};

// One text for all ways to write the same content: keys sorted, scalars with
// their length; comments, quoting and layout do not count.
std::string CanonicalText(const YAML::Node& root);

// The place in the file of byte `offset` of the scalar `value` that stands at
// `start` in `text`. Follows quotes, escapes and folded lines.
Position PositionInScalar(absl::string_view text, Position start,
                          absl::string_view value, size_t offset);

}  // namespace zhiheng::rules

#endif  // SERVICES_RULES_YAML_YAML_FILE_H_
