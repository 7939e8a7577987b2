// The official CEL test data as export_cel_spec.mjs wrote them.
//
// Load() once per process; single-threaded. The cases keep pointers into the
// CelSpecData that made them.
#ifndef TESTS_CONFORMANCE_CEL_SPEC_DATA_H_
#define TESTS_CONFORMANCE_CEL_SPEC_DATA_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/dynamic_message.h"
#include "google/protobuf/message.h"

namespace zhiheng::conformance {

struct CelSpecCase {
  std::string section;  // basic/self_eval_zeroish
  std::string name;
  // A cel.expr.conformance.test.SimpleTest.
  std::unique_ptr<google::protobuf::Message> test;
  // As cel-go prints them; empty where the suite has none.
  std::string ast;
  std::string checked_ast;
  std::string type;
};

class CelSpecData {
 public:
  // NOT_FOUND when `folder` does not hold the data.
  static absl::StatusOr<std::unique_ptr<CelSpecData>> Load(
      absl::string_view folder);

  // `conformance`, `parsing`, `checking` or `comprehension`.
  absl::StatusOr<std::vector<CelSpecCase>> Cases(absl::string_view suite);

  const google::protobuf::DescriptorPool* pool() const { return &pool_; }
  google::protobuf::MessageFactory* factory() { return &factory_; }

  // The message packed in a google.protobuf.Any; null for an unknown type.
  std::unique_ptr<google::protobuf::Message> Unpack(
      const google::protobuf::Message& any);

 private:
  explicit CelSpecData(absl::string_view folder) : folder_(folder) {}

  const std::string folder_;
  google::protobuf::DescriptorPool pool_;
  google::protobuf::DynamicMessageFactory factory_;
};

// Reads fields of messages known only by descriptor. REQUIRES: the field
// exists and has that type.
std::string TextField(const google::protobuf::Message& message,
                      const char* field);
bool BoolField(const google::protobuf::Message& message, const char* field);
const google::protobuf::Message& MessageField(
    const google::protobuf::Message& message, const char* field);
std::vector<const google::protobuf::Message*> RepeatedField(
    const google::protobuf::Message& message, const char* field);
// Name of the oneof's set field; empty when none is set.
std::string WhichOneof(const google::protobuf::Message& message,
                       const char* oneof);

}  // namespace zhiheng::conformance

#endif  // TESTS_CONFORMANCE_CEL_SPEC_DATA_H_
