// What the planner wants to know of constant lists and maps. Stateless.
#ifndef SERVICES_RULES_CEL_PROGRAM_CONSTANT_LISTS_H_
#define SERVICES_RULES_CEL_PROGRAM_CONSTANT_LISTS_H_

#include <optional>
#include <vector>

#include "services/rules/cel/values/value.h"

namespace zhiheng::cel {

// The elements, when `list` is a list and all of them are texts.
inline std::optional<std::vector<absl::string_view>> TextsOf(
    const Value& list) {
  if (!list.Is(Kind::kList)) return std::nullopt;
  std::vector<absl::string_view> out;
  for (int i = 0; i < list.list().size(); ++i) {
    const Value v = list.list().Get(i);
    if (!v.Is(Kind::kString)) return std::nullopt;
    out.push_back(v.text());
  }
  return out;
}

// The keys, when `map` is a map and all of them are texts.
inline std::optional<std::vector<absl::string_view>> TextKeysOf(
    const Value& map) {
  if (!map.Is(Kind::kMap)) return std::nullopt;
  std::vector<absl::string_view> out;
  for (int i = 0; i < map.map().size(); ++i) {
    const Value v = map.map().KeyAt(i);
    if (!v.Is(Kind::kString)) return std::nullopt;
    out.push_back(v.text());
  }
  return out;
}

}  // namespace zhiheng::cel

#endif  // SERVICES_RULES_CEL_PROGRAM_CONSTANT_LISTS_H_
