// The rules that facts keep whatever way they came in: decimals and money are
// numbers, days exist, periods do not run backwards, enum values are known,
// field masks name fields that exist.
//
// Stateless, thread-safe. Problems are data; an empty list means all is well.
#ifndef SERVICES_COMMON_FACTS_VALIDATE_H_
#define SERVICES_COMMON_FACTS_VALIDATE_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/common/facts/limits.h"
#include "services/common/facts/problem.h"

namespace google::protobuf {
class Message;
}

namespace zhiheng {

// Checks `message` and everything in it, for a request that came over the
// wire. `root` is the path of the message, as `subject`; may be empty.
// Problems come in the order of the fields.
std::vector<FactsProblem> ValidateFacts(
    const google::protobuf::Message& message, absl::string_view root,
    const FactsLimits& limits = {});

// The same for the fields of this one message, not for messages within, save
// where a rule is about them (a period and its two days).
void CheckOneMessage(const google::protobuf::Message& message,
                     const std::string& path,
                     std::vector<FactsProblem>* problems);

}  // namespace zhiheng

#endif  // SERVICES_COMMON_FACTS_VALIDATE_H_
