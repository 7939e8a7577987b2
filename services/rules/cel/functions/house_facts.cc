// needs('case.amounts.illegal_turnover'): says that the answer waits for a
// fact, for rules that know it before the language can.
#include <google/protobuf/descriptor.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/rules/cel/functions/families.h"
#include "services/rules/cel/values/message_access.h"

namespace zhiheng::cel {
namespace {

Value BadPath(Context& c, absl::string_view path) {
  return c.Error("invalid_argument",
                 absl::StrCat("needs(): no fact has the path ", path));
}

Value Needs(Context& c, Args a) {
  const absl::string_view path = a[0].text();
  const std::vector<std::string> steps = absl::StrSplit(path, '.');
  for (const ContextRoot& root : c.roots) {
    if (root.node->name != absl::string_view(steps[0])) continue;
    const AttributeNode* node = root.node;
    const google::protobuf::Descriptor* message = root.message;
    for (size_t i = 1; i < steps.size(); ++i) {
      const auto* field =
          message == nullptr ? nullptr : message->FindFieldByName(steps[i]);
      if (field == nullptr) return BadPath(c, path);
      node = ChildPath(c, node, field);
      message = field->message_type();
    }
    return c.Unknown(node);
  }
  return BadPath(c, path);
}

}  // namespace

void AddFacts(FunctionRegistry& r) {
  Overload needs =
      Plain("needs_path", {t::kString}, t::kDyn, Needs, "待补充事实",
            "the answer waits for the fact at this path");
  needs.pure = false;
  r.Add("needs", std::move(needs));
}

}  // namespace zhiheng::cel
