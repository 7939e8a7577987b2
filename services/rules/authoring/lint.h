// What a good pack has beyond being right: examples on both sides of every
// rule, messages and remedies where something can be broken.
//
// Pure function, thread-safe. What is lacking is a warning; `packs lint` fails
// on warnings, a server does not.
#ifndef SERVICES_RULES_AUTHORING_LINT_H_
#define SERVICES_RULES_AUTHORING_LINT_H_

#include "services/rules/diagnostic/diagnostic.h"
#include "services/rules/packs/compiled_pack.h"

namespace zhiheng::rules {

void LintPack(const CompiledPack& pack, Diagnostics* diagnostics);

}  // namespace zhiheng::rules

#endif  // SERVICES_RULES_AUTHORING_LINT_H_
