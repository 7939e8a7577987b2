#include "services/common/facts/value_tree.h"

#include <utility>

namespace zhiheng {

int32_t ValueTree::Add(int32_t parent, ValueNode node) {
  const int32_t index = static_cast<int32_t>(nodes.size());
  nodes.push_back(std::move(node));
  if (parent < 0) return index;
  ValueNode& above = nodes[parent];
  if (above.last_child < 0) {
    above.first_child = index;
  } else {
    nodes[above.last_child].next = index;
  }
  above.last_child = index;
  return index;
}

}  // namespace zhiheng
