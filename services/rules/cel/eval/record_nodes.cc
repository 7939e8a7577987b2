// Tested by module/fast_paths_test.cc.
#include "services/rules/cel/eval/record_nodes.h"

#include <google/protobuf/message.h>
#include <google/protobuf/repeated_field.h>

namespace zhiheng::cel {

using google::protobuf::Message;
using google::protobuf::RepeatedField;
using google::protobuf::RepeatedPtrField;

const Message* RecordPath::Walk(const Message* m) const {
  for (const Step& step : steps) {
    if (step.index >= 0) {
      const auto& list = RepeatedAt<RepeatedPtrField<Message>>(m, step.place);
      if (step.index >= list.size()) return nullptr;
      m = &list.Get(step.index);
    } else {
      m = MessageAt(m, step.place);
      if (m == nullptr) m = step.unset;
      if (m == nullptr) return nullptr;
    }
  }
  return m;
}

int RepeatedNode::Size(const Frame& f) const {
  const Message* m = path_.Holder(f);
  if (m == nullptr) return -1;
  switch (of_) {
    case Of::kMessage:
      return In<RepeatedPtrField<Message>>(m).size();
    case Of::kText:
      return In<RepeatedPtrField<std::string>>(m).size();
    case Of::kDouble:
      return In<RepeatedField<double>>(m).size();
  }
  return -1;
}

}  // namespace zhiheng::cel
