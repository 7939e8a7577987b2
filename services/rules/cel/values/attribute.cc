#include "services/rules/cel/values/attribute.h"

#include <google/protobuf/descriptor.h>

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "services/rules/cel/syntax/escape.h"

namespace zhiheng::cel {
namespace {

std::vector<const AttributeNode*> FromRoot(const AttributeNode& node) {
  std::vector<const AttributeNode*> steps;
  for (const AttributeNode* n = &node; n != nullptr; n = n->parent) {
    steps.push_back(n);
  }
  std::reverse(steps.begin(), steps.end());
  return steps;
}

absl::string_view NameOf(const AttributeNode& n) {
  return n.step == AttributeNode::Step::kField
             ? absl::string_view(n.field->name())
             : n.name;
}

int CompareSteps(const AttributeNode& a, const AttributeNode& b) {
  if (a.step != b.step) return a.step < b.step ? -1 : 1;
  if (a.step == AttributeNode::Step::kIndex) {
    return a.index < b.index ? -1 : (a.index > b.index ? 1 : 0);
  }
  return NameOf(a).compare(NameOf(b));
}

int ComparePaths(const AttributeNode& a, const AttributeNode& b) {
  const auto x = FromRoot(a);
  const auto y = FromRoot(b);
  for (size_t i = 0; i < x.size() && i < y.size(); ++i) {
    if (const int c = CompareSteps(*x[i], *y[i]); c != 0) return c;
  }
  return x.size() < y.size() ? -1 : (x.size() > y.size() ? 1 : 0);
}

}  // namespace

std::string PathString(const AttributeNode& node) {
  std::string out;
  for (const AttributeNode* n : FromRoot(node)) {
    switch (n->step) {
      case AttributeNode::Step::kVariable:
        absl::StrAppend(&out, n->name);
        break;
      case AttributeNode::Step::kField:
        absl::StrAppend(&out, ".", n->field->name());
        break;
      case AttributeNode::Step::kIndex:
        absl::StrAppend(&out, "[", n->index, "]");
        break;
      case AttributeNode::Step::kKey:
        absl::StrAppend(&out, "[", QuoteString(n->name), "]");
        break;
    }
  }
  return out;
}

bool PathLess(const AttributeNode& a, const AttributeNode& b) {
  return &a != &b && ComparePaths(a, b) < 0;
}
bool PathEqual(const AttributeNode& a, const AttributeNode& b) {
  return &a == &b || ComparePaths(a, b) == 0;
}

std::vector<std::string> UnknownSet::PathStrings() const {
  std::vector<std::string> out;
  for (const AttributeNode* path : paths_) out.push_back(PathString(*path));
  return out;
}

}  // namespace zhiheng::cel
