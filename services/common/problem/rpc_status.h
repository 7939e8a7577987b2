// absl::Status to and from google.rpc.Status, the form in which a status
// stands inside an answer (one bad item of a batch) and in gRPC's trailers.
// Pure functions, thread-safe.
//
// Every detail of google.rpc (ErrorInfo, BadRequest, RetryInfo …) goes through
// as a payload, whoever made it.
#ifndef SERVICES_COMMON_PROBLEM_RPC_STATUS_H_
#define SERVICES_COMMON_PROBLEM_RPC_STATUS_H_

#include <cstddef>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace google::protobuf {
class Message;
}
namespace google::rpc {
class Status;
}

namespace zhiheng {

// gRPC clients accept 8 KiB of trailers by default, the message counted
// percent-encoded (three bytes for each byte of Chinese) and the details in
// base64. What does not fit in these would turn our error into another one.
inline constexpr size_t kMaxStatusMessageBytes = 1024;
inline constexpr size_t kMaxStatusDetailBytes = 2560;

// `type.googleapis.com/<full name>`.
std::string TypeUrlOf(const google::protobuf::Message& message);

// Fills in what AIP-193 asks for: exactly one ErrorInfo, with `domain` where
// none is set and the name of the code where there is no reason. A message
// beyond kMaxStatusMessageBytes is cut at a character; field violations and
// metadata beyond kMaxStatusDetailBytes are left out and counted.
google::rpc::Status ToRpcStatus(const absl::Status& status,
                                absl::string_view domain);

absl::Status FromRpcStatus(const google::rpc::Status& status);

}  // namespace zhiheng

#endif  // SERVICES_COMMON_PROBLEM_RPC_STATUS_H_
