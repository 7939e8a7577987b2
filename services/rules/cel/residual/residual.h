// Partial evaluation: what is left of an expression when some facts are not
// known. The residual is an expression of the language; with the missing facts
// supplied it gives the answer that the whole expression gives.
//
//   label.packaged && label.marks.exists(m, m.size_mm > decimal('3'))
//   with packaged true, marks[0] too small and marks[1].size_mm unknown:
//   label.marks[1].size_mm > decimal('3')
//
// Known parts become literals, or keep their text where a value has no short
// literal; && and || drop operands that cannot matter; a conditional becomes
// the branch taken; all() and exists() over a known list become the conditions
// of the elements that are open. Everything else is kept.
//
// Stateless, thread-safe. Costs some compiling of parts: for tools and for
// people, not for the path of every request.
#ifndef SERVICES_RULES_CEL_RESIDUAL_RESIDUAL_H_
#define SERVICES_RULES_CEL_RESIDUAL_RESIDUAL_H_

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/rules/cel/module/module.h"

namespace zhiheng::cel {

// Name and text of the definitions an expression may use, in order.
using Definitions = std::vector<std::pair<std::string, std::string>>;

struct ResidualLimits {
  Limits language;
  // Nodes of an expression that is taken apart; a larger one stays whole.
  int nodes = 2'000;
  // Elements of loops that are written out, in all.
  int unrolled = 64;
  // Bytes of the residual; a larger one is the expression as it was.
  size_t text = 20'000;
};

// Binds variables and knowledge, the same each time it is called.
using Binder = std::function<absl::Status(Evaluation&)>;

// INVALID_ARGUMENT: the expression or a definition has issues. A Status of the
// binder is handed on. An expression whose value is known gives its literal.
absl::StatusOr<std::string> ResidualOf(
    const std::shared_ptr<const Environment>& environment,
    const Definitions& definitions, const std::string& text, const Binder& bind,
    const ResidualLimits& limits = {});

}  // namespace zhiheng::cel

#endif  // SERVICES_RULES_CEL_RESIDUAL_RESIDUAL_H_
