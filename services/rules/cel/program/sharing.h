// Finds expressions that stand in several places of a module, so that they are
// evaluated once for a subject: map fields, patterns, loops and calls without
// loop variables from outside.
//
// Two places are the same when their checked trees are the same, names
// resolved. Looking costs time in proportion to the size of the expressions:
// larger trees than kMaxNodes are not looked at (their parts are). Belongs to
// the module; one thread while planning, then immutable.
#ifndef SERVICES_RULES_CEL_PROGRAM_SHARING_H_
#define SERVICES_RULES_CEL_PROGRAM_SHARING_H_

#include <memory>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "services/rules/cel/check/checker.h"
#include "services/rules/cel/eval/shared_node.h"
#include "services/rules/cel/syntax/ast.h"

namespace zhiheng::cel {

class Sharing {
 public:
  static constexpr int kMaxNodes = 64;

  // A text that is the same for the same trees; empty when node `id` depends
  // on a loop outside of it, on when it is called, or is too large.
  static std::string KeyOf(const Ast& ast, const Checked& checked, int id);

  // The one body for this key; without a node yet when it is new.
  SharedBody* BodyOf(const std::string& key);

 private:
  absl::flat_hash_map<std::string, std::unique_ptr<SharedBody>> bodies_;
};

}  // namespace zhiheng::cel

#endif  // SERVICES_RULES_CEL_PROGRAM_SHARING_H_
