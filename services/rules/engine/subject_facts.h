// The facts of a Subject on the wire: their type, the message, and what is
// known about unset fields.
//
// Thread-safe. The Subject and the arena must outlive the result.
// INVALID_ARGUMENT names the field at fault.
#ifndef SERVICES_RULES_ENGINE_SUBJECT_FACTS_H_
#define SERVICES_RULES_ENGINE_SUBJECT_FACTS_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/rules/cel/values/knowledge.h"

namespace google::protobuf {
class Arena;
class Descriptor;
class Message;
}  // namespace google::protobuf
namespace zhiheng::facts::v1 {
class Subject;
}

namespace zhiheng::rules {

class FactsTypes;

// Characters of a subject's id.
inline constexpr int kMaxSubjectIdLength = 128;

struct SubjectFacts {
  std::string type;  // full name of the facts message
  const google::protobuf::Message* message = nullptr;
  const zhiheng::facts::v1::Subject* subject = nullptr;
};

// `types` knows the facts types that packs brought along; it must outlive the
// arena, on which facts of such a type are unpacked.
absl::StatusOr<SubjectFacts> FactsOf(const zhiheng::facts::v1::Subject& subject,
                                     const FactsTypes& types,
                                     google::protobuf::Arena* arena);

// What is known, with paths that start at `variable`.
cel::Knowledge KnowledgeOf(const SubjectFacts& facts,
                           const std::string& variable);

// `acts.last_day` below `variable` as a pattern: case.acts[*].last_day.
std::string KnowledgePath(absl::string_view variable, absl::string_view path,
                          const google::protobuf::Descriptor* type);

}  // namespace zhiheng::rules

#endif  // SERVICES_RULES_ENGINE_SUBJECT_FACTS_H_
