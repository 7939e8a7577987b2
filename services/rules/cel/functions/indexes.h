// Numbers as places in a list. Stateless.
#ifndef SERVICES_RULES_CEL_FUNCTIONS_INDEXES_H_
#define SERVICES_RULES_CEL_FUNCTIONS_INDEXES_H_

#include "services/rules/cel/values/value.h"

namespace zhiheng::cel {

// The place that an int, uint or whole double names; -1: none of this list.
inline int ListIndex(const ListValue& list, const Value& index) {
  int64_t i = -1;
  if (index.Is(Kind::kInt)) {
    i = index.int_value();
  } else if (index.Is(Kind::kUint)) {
    i = index.uint_value() > INT32_MAX ? -1 : index.int_value();
  } else if (index.Is(Kind::kDouble)) {
    const double d = index.double_value();
    if (!(d >= 0 && d < 2147483648.0)) return -1;
    i = static_cast<int64_t>(d);
    if (static_cast<double>(i) != d) return -1;
  }
  return i >= 0 && i < list.size() ? static_cast<int>(i) : -1;
}

}  // namespace zhiheng::cel

#endif  // SERVICES_RULES_CEL_FUNCTIONS_INDEXES_H_
