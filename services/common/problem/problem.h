// A failure with everything a caller needs: code, sentence, reason, the fields
// at fault, a hint, and the dynamic words again as metadata.
//
//   return Problem(absl::StatusCode::kInvalidArgument, "DECIMAL_MALFORMED")
//       .Say("subject.label.net_content: '1O' is not a decimal")
//       .Field("subject.label.net_content", "'1O' is not a decimal number",
//              "write digits with at most one point, as 10.5")
//       .With("value", "1O");
//
// The result is an absl::Status whose payloads are google.rpc.ErrorInfo and,
// with fields, google.rpc.BadRequest; common/rpc/grpc_status carries them over
// the wire. Libraries need no gRPC to use this.
// Builders are for one thread. They own all they are given.
#ifndef SERVICES_COMMON_PROBLEM_PROBLEM_H_
#define SERVICES_COMMON_PROBLEM_PROBLEM_H_

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace zhiheng {

// One field at fault. `field` is its path from the request, as `subject.id`.
struct FieldProblem {
  std::string field;
  std::string description;

  friend bool operator==(const FieldProblem&, const FieldProblem&) = default;
};

class Problem {
 public:
  // `reason`: UPPER_SNAKE_CASE, at most 63 characters; part of the interface.
  Problem(absl::StatusCode code, absl::string_view reason);

  // The sentence: what, where, what to do. Without one, the descriptions of
  // the fields are joined.
  Problem& Say(absl::string_view message);
  // A dynamic word of the sentence, machine-readable.
  Problem& With(absl::string_view key, absl::string_view value);
  Problem& Field(absl::string_view path, absl::string_view description,
                 absl::string_view hint = "");
  // What to do; ends the sentence and stands under `hint` in the metadata.
  Problem& Hint(absl::string_view hint);
  // When trying again makes sense (google.rpc.RetryInfo).
  Problem& RetryAfter(absl::Duration delay);

  absl::Status Build() const;
  operator absl::Status() const { return Build(); }  // NOLINT: return Problem()
  template <typename T>
  operator absl::StatusOr<T>() const {  // NOLINT: return Problem()
    return Build();
  }

 private:
  absl::StatusCode code_;
  std::string reason_;
  std::string message_;
  std::string hint_;
  std::map<std::string, std::string> metadata_;
  std::vector<FieldProblem> fields_;
  std::optional<absl::Duration> retry_after_;
};

// Reading them back. Empty when the status carries none.
std::string ReasonOf(const absl::Status& status);
std::string DomainOf(const absl::Status& status);
std::map<std::string, std::string> MetadataOf(const absl::Status& status);
std::vector<FieldProblem> FieldsOf(const absl::Status& status);

// The same status with `prefix` before the path of every field at fault: a
// library says `label.origin`, the request calls it `subject.label.origin`.
absl::Status WithFieldPrefix(const absl::Status& status,
                             absl::string_view prefix);

}  // namespace zhiheng

#endif  // SERVICES_COMMON_PROBLEM_PROBLEM_H_
