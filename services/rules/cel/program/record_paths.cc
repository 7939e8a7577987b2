#include "services/rules/cel/program/record_paths.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include "absl/strings/str_cat.h"

namespace zhiheng::cel {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;

// Nothing inside can fail to be read, so that no reader needs to say where the
// element stands.
bool OnlyScalars(const Descriptor* message) {
  for (int i = 0; i < message->field_count(); ++i) {
    if (message->field(i)->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      return false;
    }
  }
  return true;
}

bool IsPlainMessage(const FieldDescriptor* f) {
  return f->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE && !f->is_map() &&
         AdaptedKind(f->message_type()) == Adapted::kPlain;
}

NodePtr MakeRepeated(const FieldDescriptor* f, RecordPath path,
                     NodePtr ordinary) {
  RepeatedNode::Of of = RepeatedNode::Of::kMessage;
  if (f->type() == FieldDescriptor::TYPE_STRING) {
    of = RepeatedNode::Of::kText;
  } else if (f->cpp_type() == FieldDescriptor::CPPTYPE_DOUBLE) {
    of = RepeatedNode::Of::kDouble;
  } else if (!IsPlainMessage(f) || !OnlyScalars(f->message_type())) {
    return ordinary;
  }
  return std::make_unique<RepeatedNode>(std::move(path), std::move(ordinary),
                                        of);
}

NodePtr MakeRead(const FieldDescriptor* f, RecordPath path, NodePtr ordinary) {
  if (f->is_repeated()) {
    return MakeRepeated(f, std::move(path), std::move(ordinary));
  }
  switch (f->type()) {
    case FieldDescriptor::TYPE_BOOL:
      return std::make_unique<RecordBoolNode>(std::move(path),
                                              std::move(ordinary));
    case FieldDescriptor::TYPE_DOUBLE:
      return std::make_unique<RecordDoubleNode>(std::move(path),
                                                std::move(ordinary));
    case FieldDescriptor::TYPE_STRING:
      return std::make_unique<RecordTextNode>(std::move(path),
                                              std::move(ordinary));
    case FieldDescriptor::TYPE_ENUM:
      if (f->enum_type()->full_name() == "google.protobuf.NullValue") {
        return ordinary;
      }
      [[fallthrough]];
    case FieldDescriptor::TYPE_INT32:
    case FieldDescriptor::TYPE_SINT32:
    case FieldDescriptor::TYPE_SFIXED32:
      return std::make_unique<RecordIntNode<int32_t>>(std::move(path),
                                                      std::move(ordinary));
    case FieldDescriptor::TYPE_INT64:
    case FieldDescriptor::TYPE_SINT64:
    case FieldDescriptor::TYPE_SFIXED64:
      return std::make_unique<RecordIntNode<int64_t>>(std::move(path),
                                                      std::move(ordinary));
    default:
      return ordinary;
  }
}

}  // namespace

bool RecordPaths::Start(const Reference& ref, const Locals& locals,
                        Chain* chain) const {
  chain->path.text = ref.name;
  for (auto it = locals.rbegin(); it != locals.rend(); ++it) {
    if (it->first != ref.name) continue;
    const auto slot = slots_.find(it->second);
    if (slot == slots_.end()) return false;
    chain->path.record = bindings_.RecordOfSlot(it->second);
    chain->layout = slot->second;
    return true;
  }
  if (ref.kind == Reference::Kind::kLoopVariable) return false;
  if (bindings_.constants.count(ref.name) > 0 ||
      bindings_.definitions.count(ref.name) > 0) {
    return false;
  }
  const auto it = bindings_.variables.find(ref.name);
  if (it == bindings_.variables.end()) return false;
  chain->path.record = it->second;
  chain->layout = bindings_.layouts[static_cast<size_t>(it->second)];
  return chain->layout != nullptr;
}

bool RecordPaths::Enter(const std::string& name, int index, Chain* chain) {
  const FieldDescriptor* f =
      chain->layout->prototype().GetDescriptor()->FindFieldByName(name);
  if (f == nullptr || !IsPlainMessage(f) || f->is_repeated() != (index >= 0)) {
    return false;
  }
  RecordPath::Step step;
  step.place = chain->layout->PlaceOf(f);
  step.index = index;
  const RecordLayout* inside = chain->layout->Inside(f);
  if (step.place < 0 || inside == nullptr) return false;
  if (index < 0) step.unset = &inside->prototype();
  chain->path.steps.push_back(step);
  absl::StrAppend(&chain->path.text, ".", name);
  if (index >= 0) absl::StrAppend(&chain->path.text, "[", index, "]");
  chain->layout = inside;
  return true;
}

bool RecordPaths::Resolve(int id, const Locals& locals, Chain* chain) const {
  const Node& node = ast_.at(id);
  const Reference& ref = checked_.references[static_cast<size_t>(id)];
  if (ref.kind != Reference::Kind::kNone && node.kind != NodeKind::kCall) {
    return (ref.kind == Reference::Kind::kName ||
            ref.kind == Reference::Kind::kLoopVariable) &&
           Start(ref, locals, chain);
  }
  if (node.kind == NodeKind::kSelect && !node.test_only) {
    return Resolve(node.args[0], locals, chain) && Enter(node.name, -1, chain);
  }
  if (node.kind != NodeKind::kCall || node.name != op::kIndex) return false;
  const Node& list = ast_.at(node.args[0]);
  const Node& index = ast_.at(node.args[1]);
  constexpr int64_t kLargest = 1 << 20;
  return list.kind == NodeKind::kSelect && !list.test_only &&
         index.kind == NodeKind::kLiteral &&
         index.literal.kind == Literal::Kind::kInt &&
         index.literal.int_value >= 0 && index.literal.int_value < kLargest &&
         Resolve(list.args[0], locals, chain) &&
         Enter(list.name, static_cast<int>(index.literal.int_value), chain);
}

NodePtr RecordPaths::Read(int id, const Locals& locals, NodePtr ordinary) {
  const Node& node = ast_.at(id);
  Chain chain;
  if (!Resolve(node.args[0], locals, &chain)) return ordinary;
  const FieldDescriptor* f =
      chain.layout->prototype().GetDescriptor()->FindFieldByName(node.name);
  if (f == nullptr) return ordinary;
  chain.path.place = chain.layout->PlaceOf(f);
  if (chain.path.place < 0) return ordinary;
  absl::StrAppend(&chain.path.text, ".", node.name);
  if (node.test_only || f->is_repeated()) {
    // A missing message on the way is for the ordinary nodes to judge.
    for (RecordPath::Step& step : chain.path.steps) step.unset = nullptr;
  }
  if (!node.test_only) {
    return MakeRead(f, std::move(chain.path), std::move(ordinary));
  }
  if (f->is_repeated() || f->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) {
    return ordinary;
  }
  return std::make_unique<RecordHasNode>(std::move(chain.path),
                                         std::move(ordinary));
}

void RecordPaths::EnterLoop(int slot, int range, const Locals& locals) {
  slots_.erase(slot);
  const Node& node = ast_.at(range);
  if (node.kind != NodeKind::kSelect || node.test_only ||
      checked_.references[static_cast<size_t>(range)].kind !=
          Reference::Kind::kNone) {
    return;
  }
  Chain chain;
  if (!Resolve(node.args[0], locals, &chain)) return;
  const FieldDescriptor* f =
      chain.layout->prototype().GetDescriptor()->FindFieldByName(node.name);
  if (f == nullptr || !f->is_repeated() || !IsPlainMessage(f) ||
      !OnlyScalars(f->message_type()) || chain.layout->PlaceOf(f) < 0) {
    return;
  }
  if (const RecordLayout* inside = chain.layout->Inside(f)) {
    slots_[slot] = inside;
  }
}

}  // namespace zhiheng::cel
