// optional.of ofNonZeroValue none; hasValue value or orValue; a.?b, a[?b] and
// indexes of what is inside an optional.
#include "services/rules/cel/functions/optionals.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include "absl/strings/str_cat.h"
#include "services/rules/cel/functions/families.h"
#include "services/rules/cel/functions/indexes.h"
#include "services/rules/cel/values/message_access.h"

namespace zhiheng::cel {

Value Some(Context& context, const Value& value) {
  OptionalValue some;
  some.has_value = true;
  some.value = value;
  return Value::Optional(context.arena.New<OptionalValue>(some));
}

Value None() {
  static const OptionalValue none;
  return Value::Optional(&none);
}

bool IsZero(const Value& v) {
  switch (v.kind()) {
    case Kind::kNull:
      return true;
    case Kind::kBool:
    case Kind::kInt:
    case Kind::kUint:
      return v.uint_value() == 0;
    case Kind::kDouble:
      return v.double_value() == 0;
    case Kind::kString:
    case Kind::kBytes:
      return v.text().empty();
    case Kind::kTimestamp:
    case Kind::kDuration:
      return v.seconds() == 0 && v.nanos() == 0;
    case Kind::kDecimal:
    case Kind::kMoney:
      return v.decimal().coefficient() == 0;
    case Kind::kList:
      return v.list().size() == 0;
    case Kind::kMap:
      return v.map().size() == 0;
    case Kind::kMessage:
      return v.message()->ByteSizeLong() == 0;
    case Kind::kOptional:
      return !v.optional().has_value;
    case Kind::kEnum:
      return v.enum_number() == 0;
    default:
      return false;
  }
}

namespace {

Value FromMessage(Context& c, const Value& operand, absl::string_view name,
                  bool test) {
  const google::protobuf::Message& m = *operand.message();
  const std::string text(name);
  const auto* field = m.GetDescriptor()->FindFieldByName(text);
  if (field == nullptr && c.pool != nullptr) {
    field = c.pool->FindExtensionByName(text);
    if (field != nullptr && field->containing_type() != m.GetDescriptor()) {
      field = nullptr;
    }
  }
  if (field == nullptr) {
    return c.Error("no_such_field",
                   absl::StrCat("no such field: ", name, " of ",
                                m.GetDescriptor()->full_name()));
  }
  const Value there = TestField(c, m, field, operand.path());
  if (test || there.IsAbnormal()) return there;
  if (there.IsFalse()) return None();
  const Value v = ReadField(c, m, field, AdaptedField(field), operand.path());
  return v.IsAbnormal() ? v : Some(c, v);
}

}  // namespace

Value SelectOptional(Context& c, const Value& operand, absl::string_view name,
                     bool test) {
  switch (operand.kind()) {
    case Kind::kOptional:
      if (operand.optional().has_value) {
        return SelectOptional(c, operand.optional().value, name, test);
      }
      return test ? Value::Bool(false) : None();
    case Kind::kMessage:
      return FromMessage(c, operand, name, test);
    case Kind::kMap: {
      Value found;
      const bool there = operand.map().Find(Value::String(name), &found);
      if (found.IsAbnormal()) return found;
      if (test) return Value::Bool(there);
      return there ? Some(c, found) : None();
    }
    default:
      break;
  }
  if (operand.IsAbnormal()) return operand;
  const Value args[] = {operand};
  return c.NoOverload(test ? "has" : ".?", args);
}

namespace {

Value Of(Context& c, Args a) { return Some(c, a[0]); }
Value OfNonZero(Context& c, Args a) {
  return IsZero(a[0]) ? None() : Some(c, a[0]);
}
Value NoneOf(Context&, Args) { return None(); }
Value HasValue(Context&, Args a) {
  return Value::Bool(a[0].optional().has_value);
}
Value Inside(Context& c, Args a) {
  return a[0].optional().has_value
             ? a[0].optional().value
             : c.Error("no_value", "optional.none() has no value");
}
Value Or(Context&, Args a) { return a[0].optional().has_value ? a[0] : a[1]; }
Value OrValue(Context&, Args a) {
  return a[0].optional().has_value ? a[0].optional().value : a[1];
}

Value Select(Context& c, Args a) {
  return SelectOptional(c, a[0], a[1].text(), false);
}

// a[?i] of a list or map, or of an optional one.
Value Index(Context& c, Args a) {
  Value operand = a[0];
  if (operand.Is(Kind::kOptional)) {
    if (!operand.optional().has_value) return None();
    operand = operand.optional().value;
  }
  Value found;
  if (operand.Is(Kind::kList)) {
    const int i = ListIndex(operand.list(), a[1]);
    if (i < 0) return None();
    found = operand.list().Get(i);
  } else if (operand.Is(Kind::kMap)) {
    if (!operand.map().Find(a[1], &found)) return None();
  } else {
    return c.NoOverload("[?]", a);
  }
  return found.IsAbnormal() ? found : Some(c, found);
}

// The elements that are there.
Value Unwrap(Context& c, Args a) {
  std::vector<Value> out;
  for (int i = 0; i < a[0].list().size(); ++i) {
    const Value v = a[0].list().Get(i);
    if (v.IsAbnormal()) return v;
    if (!v.Is(Kind::kOptional)) return c.NoOverload("unwrap", {&v, 1});
    if (v.optional().has_value) out.push_back(v.optional().value);
  }
  return c.List(out);
}

void AddIndexes(FunctionRegistry& r) {
  using namespace t;  // NOLINT
  const Type list = List(A());
  const Type map = Type::Map(A(), B());
  const Type some_a = Type::Optional(A());
  const Type some_b = Type::Optional(B());
  r.Add("_[_]", Plain("optional_list_index_int", {Type::Optional(list), kInt},
                      some_a, Index));
  r.Add("_[_]", Plain("optional_map_index_value", {Type::Optional(map), A()},
                      some_b, Index));
  r.Add("_[?_]", Plain("list_optindex_optional_int", {list, kInt}, some_a,
                       Index, "可选下标", "the element, if there is one"));
  r.Add("_[?_]", Plain("optional_list_optindex_optional_int",
                       {Type::Optional(list), kInt}, some_a, Index));
  r.Add("_[?_]", Plain("map_optindex_optional_value", {map, A()}, some_b, Index,
                       "可选下标", "the value of a key, if there is one"));
  r.Add("_[?_]", Plain("optional_map_optindex_optional_value",
                       {Type::Optional(map), A()}, some_b, Index));
}

}  // namespace

void AddOptionals(FunctionRegistry& r) {
  using namespace t;  // NOLINT
  const Type some = Type::Optional(A());
  r.Add("optional.of", Plain("optional_of", {A()}, some, Of, "有值的可选",
                             "an optional that has this value"));
  r.Add("optional.ofNonZeroValue",
        Plain("optional_ofNonZeroValue", {A()}, some, OfNonZero, "非零则有值",
              "an optional that has this value unless it is empty or zero"));
  r.Add("optional.none", Plain("optional_none", {}, some, NoneOf, "无值",
                               "an optional without a value"));
  r.Add("optional.unwrap",
        Plain("optional_unwrap", {List(some)}, List(A()), Unwrap, "取出有值的",
              "the values of the optionals that have one"));
  r.Add("unwrapOpt",
        Member("optional_unwrapOpt", {List(some)}, List(A()), Unwrap,
               "取出有值的", "the values of the optionals that have one"));
  r.Add("hasValue", Member("optional_hasValue", {some}, kBool, HasValue,
                           "是否有值", "whether there is a value"));
  r.Add("value", Member("optional_value", {some}, A(), Inside, "取值",
                        "the value; an error when there is none"));
  r.Add("or", Member("optional_or_optional", {some, some}, some, Or, "否则",
                     "the first optional that has a value"));
  r.Add("orValue", Member("optional_orValue_value", {some, A()}, A(), OrValue,
                          "否则取", "the value, or another one"));
  r.Add("_?._",
        Plain("select_optional_field", {kDyn, kString}, Type::Optional(kDyn),
              Select, "可选字段", "the field, if it is set"));
  AddIndexes(r);
}

}  // namespace zhiheng::cel
