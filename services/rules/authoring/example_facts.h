// The facts of an example: a base fixture, with fields set and unset.
//
// Stateless. Mistakes become diagnostics at their place in the pack file, and
// nullptr is returned.
#ifndef SERVICES_RULES_AUTHORING_EXAMPLE_FACTS_H_
#define SERVICES_RULES_AUTHORING_EXAMPLE_FACTS_H_

#include <memory>

#include "services/rules/cel/values/knowledge.h"
#include "services/rules/diagnostic/diagnostic.h"
#include "services/rules/packs/compiled_pack.h"

namespace google::protobuf {
class Message;
}

namespace zhiheng::rules {

struct ExampleFacts {
  std::unique_ptr<google::protobuf::Message> message;  // null: a mistake
  cel::Knowledge knowledge;
};

ExampleFacts BuildExampleFacts(const CompiledPack& pack,
                               const ExampleSource& example,
                               Diagnostics* diagnostics);

}  // namespace zhiheng::rules

#endif  // SERVICES_RULES_AUTHORING_EXAMPLE_FACTS_H_
