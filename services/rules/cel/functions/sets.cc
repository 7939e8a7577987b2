// Lists as sets: sets.contains equivalent intersects.
#include "services/rules/cel/functions/families.h"
#include "services/rules/cel/values/collections.h"

namespace zhiheng::cel {
namespace {

// The elements; false and the reason when one is abnormal.
bool Members(const Value& list, ValueSet* out, Value* abnormal) {
  for (int i = 0; i < list.list().size(); ++i) {
    const Value v = list.list().Get(i);
    if (v.IsAbnormal()) {
      *abnormal = v;
      return false;
    }
    out->insert(v);
  }
  return true;
}

bool HasAll(const ValueSet& a, const ValueSet& b) {
  for (const Value& v : b) {
    if (!a.contains(v)) return false;
  }
  return true;
}

enum class Relation { kContains, kEquivalent, kIntersects };

template <Relation kRelation>
Value Compare(Context&, Args args) {
  ValueSet a;
  ValueSet b;
  Value abnormal;
  if (!Members(args[0], &a, &abnormal) || !Members(args[1], &b, &abnormal)) {
    return abnormal;
  }
  if (kRelation == Relation::kContains) return Value::Bool(HasAll(a, b));
  if (kRelation == Relation::kEquivalent) {
    return Value::Bool(HasAll(a, b) && HasAll(b, a));
  }
  for (const Value& v : a) {
    if (b.contains(v)) return Value::Bool(true);
  }
  return Value::Bool(false);
}

}  // namespace

void AddSets(FunctionRegistry& r) {
  using namespace t;  // NOLINT
  const Type list = List(A());
  r.Add("sets.contains", Plain("list_sets_contains_list", {list, list}, kBool,
                               Compare<Relation::kContains>, "包含集合",
                               "every element of the second is in the first"));
  r.Add("sets.equivalent",
        Plain("list_sets_equivalent_list", {list, list}, kBool,
              Compare<Relation::kEquivalent>, "集合等价",
              "each holds every element of the other"));
  r.Add("sets.intersects", Plain("list_sets_intersects_list", {list, list},
                                 kBool, Compare<Relation::kIntersects>,
                                 "集合相交", "some element is in both"));
}

}  // namespace zhiheng::cel
