#include "services/rules/cel/values/constant.h"

#include "services/rules/cel/values/collections.h"
#include "services/rules/cel/values/constant_value.h"

namespace zhiheng::cel {
namespace {

// One type for all elements, or dyn.
template <typename Items, typename Get>
Type Common(const Items& items, const Get& get) {
  if (items.empty()) return Type::Dyn();
  const Type first = get(items[0]).type();
  for (const auto& item : items) {
    if (!(get(item).type() == first)) return Type::Dyn();
  }
  return first;
}

}  // namespace

ConstantValue ConstantValue::Strings(const std::vector<std::string>& texts) {
  List list;
  for (const std::string& text : texts) list.push_back({text});
  return {std::move(list)};
}

Type ConstantValue::type() const {
  struct Visitor {
    Type operator()(std::monostate) const { return Type::Null(); }
    Type operator()(bool) const { return Type::Bool(); }
    Type operator()(int64_t) const { return Type::Int(); }
    Type operator()(uint64_t) const { return Type::Uint(); }
    Type operator()(double) const { return Type::Double(); }
    Type operator()(const std::string&) const { return Type::String(); }
    Type operator()(const zhiheng::Decimal&) const { return Type::Decimal(); }
    Type operator()(const MoneyConstant&) const { return Type::Money(); }
    Type operator()(CivilDate) const { return Type::Date(); }
    Type operator()(const List& list) const {
      return Type::List(Common(
          list, [](const auto& v) -> const ConstantValue& { return v; }));
    }
    Type operator()(const Map& map) const {
      return Type::Map(
          Common(map,
                 [](const auto& e) -> const ConstantValue& { return e.first; }),
          Common(map, [](const auto& e) -> const ConstantValue& {
            return e.second;
          }));
    }
  };
  return std::visit(Visitor(), value);
}

Value MakeValue(Context& c, const ConstantValue& constant) {
  struct Visitor {
    Context& c;
    Value operator()(std::monostate) const { return Value(); }
    Value operator()(bool v) const { return Value::Bool(v); }
    Value operator()(int64_t v) const { return Value::Int(v); }
    Value operator()(uint64_t v) const { return Value::Uint(v); }
    Value operator()(double v) const { return Value::Double(v); }
    Value operator()(const std::string& v) const { return c.Text(v); }
    Value operator()(const Decimal& v) const { return Value::OfDecimal(v); }
    Value operator()(const ConstantValue::MoneyConstant& v) const {
      return Value::Money(v.amount, v.currency);
    }
    Value operator()(CivilDate v) const { return Value::Date(v); }
    Value operator()(const ConstantValue::List& list) const {
      std::vector<Value> values;
      for (const ConstantValue& item : list)
        values.push_back(MakeValue(c, item));
      return c.List(values);
    }
    Value operator()(const ConstantValue::Map& map) const {
      Value* entries = c.arena.NewArray<Value>(map.size() * 2);
      for (size_t i = 0; i < map.size(); ++i) {
        entries[2 * i] = MakeValue(c, map[i].first);
        entries[2 * i + 1] = MakeValue(c, map[i].second);
      }
      return Value::Map(
          ArrayMap::Make(c.arena, entries, static_cast<int>(map.size())));
    }
  };
  return std::visit(Visitor{c}, constant.value);
}

}  // namespace zhiheng::cel
