// The meaning of the rule language, written to be read rather than to be fast:
// a walk over the tree, one case for each kind of node, every macro by the fold
// that cel-spec defines it to be. For tests only: the engine, the official
// cases and the fuzzers are compared with it.
//
// It folds nothing, shares nothing, caches nothing and knows no program. Calls
// are chosen by the kinds of their arguments among the overloads that the
// checker left open. It shares with the engine the values, their equality, the
// functions' code and the building of messages, nothing else.
//
// Stateless. Recurses over the tree, whose height the parser bounded. A walk
// ends with the error step_limit after Limits::steps of the context (one for
// each node visited).
#ifndef SERVICES_RULES_CEL_REFERENCE_REFERENCE_H_
#define SERVICES_RULES_CEL_REFERENCE_REFERENCE_H_

#include <map>
#include <string>

#include "services/rules/cel/check/checker.h"
#include "services/rules/cel/syntax/ast.h"
#include "services/rules/cel/values/context.h"

namespace zhiheng::cel {

// Variables, constants and the values of definitions, by full name.
using ReferenceBindings = std::map<std::string, Value>;

// A message as the value of a variable; `path` as in ReferenceAdapt.
Value ReferenceBinding(Context& context,
                       const google::protobuf::Message& message,
                       const AttributeNode* path);

// `checked` may be null: names are then looked up while walking (the container,
// the pool and the bindings say what they mean), as for an expression that was
// only parsed. With it, `checked` is ok and belongs to `ast`.
// The value lives in the context's arena.
Value ReferenceEvaluate(const Ast& ast, const Checked* checked,
                        const Scope& scope, const ReferenceBindings& bindings,
                        Context& context);

}  // namespace zhiheng::cel

#endif  // SERVICES_RULES_CEL_REFERENCE_REFERENCE_H_
