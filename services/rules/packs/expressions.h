// The expressions, templates and field paths of one pack on their way into a
// module; turns the language's issues into diagnostics with a place in the
// pack file.
//
// One thread. `source` and `diagnostics` must outlive it. What is wrong is
// reported and gives an invalid id or an empty path.
#ifndef SERVICES_RULES_PACKS_EXPRESSIONS_H_
#define SERVICES_RULES_PACKS_EXPRESSIONS_H_

#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "services/rules/cel/module/module.h"
#include "services/rules/diagnostic/diagnostic.h"
#include "services/rules/packs/compiled_pack.h"

namespace google::protobuf {
class Descriptor;
class DescriptorPool;
class MessageFactory;
}  // namespace google::protobuf

namespace zhiheng::rules {

// What a field path must lead to.
enum class PathTarget { kDate, kAmount };

class Expressions {
 public:
  // Declares the subject, `today`, the day of every date selector, the term
  // lists and the definitions. nullptr: the names clash, which was reported.
  static std::unique_ptr<Expressions> Create(
      const PackSource& source, const google::protobuf::Descriptor& facts,
      const google::protobuf::DescriptorPool* pool,
      google::protobuf::MessageFactory* factory, bool allow_double,
      Diagnostics* diagnostics);

  // Invalid for an empty text.
  cel::ExprId Optional(const Written& text, const cel::Type& type);
  TextTemplates Template(const WrittenTexts& texts);
  FieldPath Path(const Written& text, PathTarget target);

  // Some expression or template holds the identifier.
  bool Mentions(absl::string_view identifier) const;
  // Warns of definitions and term lists that nothing uses.
  void WarnOfUnused();

  // nullptr when the module cannot be built, which was reported.
  std::shared_ptr<const cel::Module> Build();
  const std::shared_ptr<const cel::Environment>& environment() const {
    return environment_;
  }
  // Knows the environment and the definitions; works nothing out yet.
  std::shared_ptr<const cel::Decider> MakeDecider() const;

 private:
  Expressions(const PackSource& source,
              const google::protobuf::Descriptor& facts,
              std::shared_ptr<const cel::Environment> environment,
              Diagnostics* diagnostics);
  void Define();
  void Report(const Written& text, const std::vector<cel::Issue>& issues);
  cel::TemplateId TemplateOf(const Written& text);

  const PackSource& source_;
  const google::protobuf::Descriptor& facts_;
  const std::shared_ptr<const cel::Environment> environment_;
  cel::ModuleBuilder builder_;
  Diagnostics* diagnostics_;
  std::vector<std::string> texts_;  // of everything but definitions
  // By text and the type that was asked for.
  std::map<std::pair<std::string, cel::TypeKind>, cel::ExprId> ids_;
};

}  // namespace zhiheng::rules

#endif  // SERVICES_RULES_PACKS_EXPRESSIONS_H_
