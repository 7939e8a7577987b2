// Random messages of any type, and random knowledge about them. Stateless.
#ifndef TESTS_DIFFERENTIAL_RANDOM_FACTS_H_
#define TESTS_DIFFERENTIAL_RANDOM_FACTS_H_

#include <string>
#include <vector>

#include "services/rules/cel/values/knowledge.h"
#include "tests/differential/random.h"

namespace google::protobuf {
class Message;
}  // namespace google::protobuf

namespace zhiheng::differential {

// Sets some fields of an empty message, through reflection. Well-known types
// and the house's get values that make sense, now and then ones that do not.
void FillMessage(Random& random, google::protobuf::Message* message, int depth);

// Exceptions are drawn from `paths`.
cel::Knowledge RandomKnowledge(Random& random,
                               const std::vector<std::string>& paths);

}  // namespace zhiheng::differential

#endif  // TESTS_DIFFERENTIAL_RANDOM_FACTS_H_
