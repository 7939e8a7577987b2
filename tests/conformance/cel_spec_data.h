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
#include "google/protobuf/descriptor.pb.h"
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

// What the messages of expressions are: built from descriptors at run time, or
// compiled C++ classes.
enum class MessageTypes { kDynamic, kGenerated };

class CelSpecData {
 public:
  // NOT_FOUND when `folder` does not hold the data. REQUIRES HasGenerated() for
  // generated types.
  static absl::StatusOr<std::unique_ptr<CelSpecData>> Load(
      absl::string_view folder, MessageTypes types);
  // Whether the classes were compiled in.
  static bool HasGenerated();

  // `conformance`, `parsing`, `checking` or `comprehension`.
  absl::StatusOr<std::vector<CelSpecCase>> Cases(absl::string_view suite);

  // Of the messages in expressions.
  const google::protobuf::DescriptorPool* pool() const;
  google::protobuf::MessageFactory* factory();

  // The message packed in a google.protobuf.Any; null for an unknown type.
  std::unique_ptr<google::protobuf::Message> Unpack(
      const google::protobuf::Message& any);

 private:
  CelSpecData(absl::string_view folder, MessageTypes types)
      : folder_(folder), types_(types) {}
  // The test messages again under the names that the checker suite uses.
  absl::Status AddOldNames(const google::protobuf::FileDescriptorProto& file);

  const std::string folder_;
  const MessageTypes types_;
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
