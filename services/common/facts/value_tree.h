// Text read into values with positions, before anybody asks what they mean.
// JSON and YAML both end here, so everything after has one input.
//
// Built by one thread, then read only. Nodes refer to each other by index; the
// root is node 0. A tree from a YAML text may hold aliases: Resolve() follows
// them, and whoever walks the tree counts what it visits.
#ifndef SERVICES_COMMON_FACTS_VALUE_TREE_H_
#define SERVICES_COMMON_FACTS_VALUE_TREE_H_

#include <cstdint>
#include <string>
#include <vector>

namespace zhiheng {

struct ValueNode {
  enum class Kind : uint8_t {
    kPlain,   // unquoted: null, true, 18.0, 2024-09-30, words in YAML
    kQuoted,  // a string in quotes (or a YAML block of text)
    kList,
    kMap,
    kAlias,  // the node `target`, written once more
  };
  Kind kind = Kind::kPlain;
  int line = 0;
  int column = 0;
  int key_line = 0;
  int key_column = 0;
  int32_t first_child = -1;
  int32_t last_child = -1;
  int32_t next = -1;    // next sibling
  int32_t target = -1;  // of an alias
  std::string key;      // of a value in a map
  std::string text;     // of a scalar
};

struct ValueTree {
  std::vector<ValueNode> nodes;
  // JSON: an unquoted value is never a string.
  bool strict_scalars = false;

  // Appends a child to `parent` (-1 for the root) and returns its index.
  int32_t Add(int32_t parent, ValueNode node);
  // Follows an alias. One step is enough: a target is never an alias.
  int32_t Resolve(int32_t index) const {
    const ValueNode& node = nodes[index];
    return node.kind == ValueNode::Kind::kAlias ? node.target : index;
  }
};

}  // namespace zhiheng

#endif  // SERVICES_COMMON_FACTS_VALUE_TREE_H_
