#include "services/rules/cel/eval/name_nodes.h"

#include <google/protobuf/descriptor.h>

#include "services/rules/cel/values/enums.h"

namespace zhiheng::cel {

Value EnumOfNode::Eval(Frame& f) const {
  return MakeEnum(f.context, type_, operand_->Eval(f));
}

std::string EnumOfNode::Label() const { return "enum " + type_->full_name(); }

}  // namespace zhiheng::cel
