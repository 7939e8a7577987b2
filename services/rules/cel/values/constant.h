// A value that an environment owns: a term list, a table, a threshold.
// Value type; copying copies the whole tree.
#ifndef SERVICES_RULES_CEL_VALUES_CONSTANT_H_
#define SERVICES_RULES_CEL_VALUES_CONSTANT_H_

#include <cstdint>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "services/common/exact/civil_date.h"
#include "services/common/exact/decimal.h"
#include "services/rules/cel/types/type.h"

namespace zhiheng::cel {

struct ConstantValue {
  struct MoneyConstant {
    Decimal amount;
    std::string currency;  // empty: CNY
  };
  using List = std::vector<ConstantValue>;
  using Map = std::vector<std::pair<ConstantValue, ConstantValue>>;

  std::variant<std::monostate, bool, int64_t, uint64_t, double, std::string,
               Decimal, MoneyConstant, CivilDate, List, Map>
      value;

  static ConstantValue Strings(const std::vector<std::string>& texts);
  // list(string) when all elements are strings; dyn elements when they differ.
  Type type() const;
};

}  // namespace zhiheng::cel

#endif  // SERVICES_RULES_CEL_VALUES_CONSTANT_H_
