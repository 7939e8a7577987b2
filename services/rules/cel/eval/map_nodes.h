// 'key' in map and map['key'] with a key that the author wrote. Immutable,
// thread-safe. Tested by module/fast_paths_test.cc.
#ifndef SERVICES_RULES_CEL_EVAL_MAP_NODES_H_
#define SERVICES_RULES_CEL_EVAL_MAP_NODES_H_

#include <string>
#include <utility>
#include <vector>

#include "services/rules/cel/eval/node.h"
#include "services/rules/cel/functions/registry.h"

namespace zhiheng::cel {

class HasKeyNode : public BoolNode {
 public:
  HasKeyNode(const Function* function, Value key, NodePtr map)
      : function_(function), key_(key), map_(std::move(map)) {}
  Truth Test(Frame& f) const override {
    const Value map = map_->Eval(f);
    if (map.Is(Kind::kMap)) {
      Value ignored;
      return ToTruth(map.map().Find(key_, &ignored));
    }
    const Value args[] = {key_, map};
    return TruthOf(f, CallByKind(f.context, *function_, false, args));
  }
  std::string Label() const override { return "has key " + DebugString(key_); }
  std::vector<const EvalNode*> Children() const override {
    return {map_.get()};
  }

 private:
  const Function* function_;
  Value key_;
  NodePtr map_;
};

class AtKeyNode : public EvalNode {
 public:
  AtKeyNode(const Function* function, NodePtr map, Value key)
      : function_(function), map_(std::move(map)), key_(key) {}
  Value Eval(Frame& f) const override {
    const Value map = map_->Eval(f);
    Value found;
    if (map.Is(Kind::kMap) && map.map().Find(key_, &found)) return found;
    const Value args[] = {map, key_};
    return CallByKind(f.context, *function_, false, args);
  }
  std::string Label() const override { return "at key " + DebugString(key_); }
  std::vector<const EvalNode*> Children() const override {
    return {map_.get()};
  }

 private:
  const Function* function_;
  NodePtr map_;
  Value key_;
};

}  // namespace zhiheng::cel

#endif  // SERVICES_RULES_CEL_EVAL_MAP_NODES_H_
