// A value as an expression that makes it.
//
// Stateless, thread-safe.
#ifndef SERVICES_RULES_CEL_RESIDUAL_LITERAL_H_
#define SERVICES_RULES_CEL_RESIDUAL_LITERAL_H_

#include <cstddef>
#include <optional>
#include <string>

#include "services/rules/cel/values/value.h"

namespace zhiheng::cel {

// Bytes beyond which a value is easier to read as the path it came from.
inline constexpr size_t kMaxLiteralText = 200;
// Elements of a list that are written out.
inline constexpr int kMaxLiteralElements = 16;

// nullopt: the value has no short literal (messages, maps, times, null, which
// the checker would take for a mistake in most places, long texts and lists).
std::optional<std::string> LiteralOf(const Value& value);

}  // namespace zhiheng::cel

#endif  // SERVICES_RULES_CEL_RESIDUAL_LITERAL_H_
