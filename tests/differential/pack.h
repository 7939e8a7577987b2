// Many expressions compiled together by the engine, and each alone by the
// reference; and what both say over some facts.
//
// One thread. The world must outlive the pack.
#ifndef TESTS_DIFFERENTIAL_PACK_H_
#define TESTS_DIFFERENTIAL_PACK_H_

#include <memory>
#include <string>
#include <vector>

#include "services/rules/cel/module/module.h"
#include "services/rules/cel/syntax/ast.h"
#include "services/rules/cel/values/context.h"
#include "tests/differential/world.h"

namespace zhiheng::differential {

struct Difference {
  size_t expression = 0;
  std::string engine;
  std::string reference;
};

class Pack {
 public:
  enum class Added {
    kYes,
    kRefused,  // by the checker; it is left out
    kPoisoned  // only by the planner, as a constant that is no regular
               // expression is: the module cannot be built any more
  };

  explicit Pack(const World& world);
  ~Pack();

  // A definition can be named by what is added later; `name` is empty for an
  // expression.
  Added Add(const std::string& name, const std::string& text);
  // False: the engine cannot build what it accepted, a mistake of its own.
  bool Build();
  size_t size() const { return expressions_.size(); }

  // Evaluates all expressions over the facts, from `first` on and round; the
  // first difference if there is one. `compared` counts the answers.
  std::unique_ptr<Difference> Compare(const google::protobuf::Message& facts,
                                      const cel::Knowledge& knowledge,
                                      size_t first, int64_t* compared);

 private:
  struct Expression {
    cel::Ast ast;
    cel::Checked checked;
    std::string definition;  // its name, if it is one
    cel::ExprId id;
  };

  const World& world_;
  cel::Scope scope_;
  cel::ModuleBuilder builder_;
  std::shared_ptr<const cel::Module> module_;
  std::unique_ptr<cel::Evaluation> evaluation_;
  std::vector<Expression> expressions_;
};

// Limits small enough that no generated case runs long, on both sides.
cel::Limits CaseLimits();

}  // namespace zhiheng::differential

#endif  // TESTS_DIFFERENTIAL_PACK_H_
