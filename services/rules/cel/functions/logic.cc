// && || ?: and what the folds of macros use. The evaluator has nodes of its own
// for them, which also take errors and unknowns; these are what a reader of the
// checked tree finds, and they hold for plain values.
#include "services/rules/cel/functions/families.h"
#include "services/rules/cel/syntax/ast.h"

namespace zhiheng::cel {
namespace {

Value And(Context&, Args a) {
  return Value::Bool(a[0].bool_value() && a[1].bool_value());
}
Value Or(Context&, Args a) {
  return Value::Bool(a[0].bool_value() || a[1].bool_value());
}
Value Choose(Context&, Args a) { return a[0].bool_value() ? a[1] : a[2]; }
Value Same(Context&, Args a) { return a[0]; }

}  // namespace

void AddLogic(FunctionRegistry& r) {
  using namespace t;  // NOLINT
  r.Add(op::kAnd, Plain("logical_and", {kBool, kBool}, kBool, And, "且",
                        "false when one of them is"));
  r.Add(op::kOr, Plain("logical_or", {kBool, kBool}, kBool, Or, "或",
                       "true when one of them is"));
  r.Add(op::kConditional, Plain("conditional", {kBool, A(), A()}, A(), Choose,
                                "条件", "the second or the third"));
  r.Add(op::kNotStrictlyFalse,
        Plain("not_strictly_false", {kBool}, kBool, Same));
}

}  // namespace zhiheng::cel
