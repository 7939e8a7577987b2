// Facts as people write them, JSON or YAML, into a protobuf message.
//
// Beyond proto JSON: names in snake_case or camelCase; enum values without
// their prefix (SELLER); Decimal as 18.0 or "18.0", digits kept; Money and
// Amount as "32161.23" (CNY); Date as 2024-09-30, 2024-09 or 2024; a field mask
// as a list of paths. null and an empty YAML value leave a field unset.
//
// All problems are found in one pass and returned in reading order; an empty
// list means `message` is right and complete. Otherwise `message` holds what
// could be read and must not be used. Stateless, thread-safe.
#ifndef SERVICES_COMMON_FACTS_FACTS_READER_H_
#define SERVICES_COMMON_FACTS_FACTS_READER_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/common/facts/limits.h"
#include "services/common/facts/problem.h"

namespace google::protobuf {
class DescriptorPool;
class Message;
class MessageFactory;
}  // namespace google::protobuf
namespace YAML {
class Node;
}

namespace zhiheng {

enum class FactsFormat { kJson, kYaml };

struct FactsOptions {
  // Path of the message itself: `label` for a bare ProductLabel. Empty for a
  // Subject, whose fields are `label` and `case`.
  std::string root;
  FactsLimits limits;
  // Message types that an Any may hold, written as a map with "@type" and the
  // fields: {"@type": demo.helmet.v1.Helmet, brand: …}. Without a pool an Any
  // has type_url and value. Both must outlive the call.
  const google::protobuf::DescriptorPool* pool = nullptr;
  google::protobuf::MessageFactory* factory = nullptr;
};

// kJson for a name that ends in .json or .jsonl, else kYaml.
FactsFormat FactsFormatOfFile(absl::string_view file_name);

[[nodiscard]] std::vector<FactsProblem> ReadFacts(
    absl::string_view text, FactsFormat format, const FactsOptions& options,
    google::protobuf::Message* message);

// The same for part of a YAML document that somebody else loaded: a fixture in
// a pack. Positions are those of that document.
[[nodiscard]] std::vector<FactsProblem> ReadFactsNode(
    const YAML::Node& node, const FactsOptions& options,
    google::protobuf::Message* message);

}  // namespace zhiheng

#endif  // SERVICES_COMMON_FACTS_FACTS_READER_H_
