// RETURN_IF_ERROR and ASSIGN_OR_RETURN for functions that return absl::Status
// or absl::StatusOr.
#ifndef SERVICES_COMMON_BASE_STATUS_MACROS_H_
#define SERVICES_COMMON_BASE_STATUS_MACROS_H_

#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#define ZH_CONCAT_INNER(a, b) a##b
#define ZH_CONCAT(a, b) ZH_CONCAT_INNER(a, b)

#define RETURN_IF_ERROR(expr)                               \
  do {                                                      \
    if (absl::Status zh_status = (expr); !zh_status.ok()) { \
      return zh_status;                                     \
    }                                                       \
  } while (false)

#define ASSIGN_OR_RETURN(lhs, expr) \
  ZH_ASSIGN_OR_RETURN_IMPL(ZH_CONCAT(zh_statusor_, __LINE__), lhs, expr)

#define ZH_ASSIGN_OR_RETURN_IMPL(tmp, lhs, expr) \
  auto tmp = (expr);                             \
  if (!tmp.ok()) {                               \
    return std::move(tmp).status();              \
  }                                              \
  lhs = *std::move(tmp)

#endif  // SERVICES_COMMON_BASE_STATUS_MACROS_H_
