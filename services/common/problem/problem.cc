#include "services/common/problem/problem.h"

#include <utility>

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "google/rpc/error_details.pb.h"
#include "services/common/problem/rpc_status.h"

namespace zhiheng {
namespace {

template <typename Message>
void SetPayload(const Message& message, absl::Status* status) {
  status->SetPayload(TypeUrlOf(message),
                     absl::Cord(message.SerializeAsString()));
}

template <typename Message>
bool GetPayload(const absl::Status& status, Message* message) {
  const absl::optional<absl::Cord> payload =
      status.GetPayload(TypeUrlOf(*message));
  return payload.has_value() && message->ParseFromString(std::string(*payload));
}

}  // namespace

Problem::Problem(absl::StatusCode code, absl::string_view reason)
    : code_(code), reason_(reason) {}

Problem& Problem::Say(absl::string_view message) {
  message_ = std::string(message);
  return *this;
}

Problem& Problem::With(absl::string_view key, absl::string_view value) {
  metadata_[std::string(key)] = std::string(value);
  return *this;
}

Problem& Problem::Field(absl::string_view path, absl::string_view description,
                        absl::string_view hint) {
  fields_.push_back({std::string(path),
                     hint.empty() ? std::string(description)
                                  : absl::StrCat(description, "; ", hint)});
  return *this;
}

Problem& Problem::Hint(absl::string_view hint) {
  hint_ = std::string(hint);
  return With("hint", hint);
}

Problem& Problem::RetryAfter(absl::Duration delay) {
  retry_after_ = delay;
  return *this;
}

absl::Status Problem::Build() const {
  std::string message = message_;
  if (message.empty()) {
    for (const FieldProblem& problem : fields_) {
      absl::StrAppend(&message, message.empty() ? "" : "; ", problem.field,
                      ": ", problem.description);
    }
  }
  if (!hint_.empty()) {
    absl::StrAppend(&message, "; ", hint_);
  }
  absl::Status status(code_, message);

  google::rpc::ErrorInfo info;
  info.set_reason(reason_);
  for (const auto& [key, value] : metadata_) {
    (*info.mutable_metadata())[key] = value;
  }
  SetPayload(info, &status);

  if (!fields_.empty()) {
    google::rpc::BadRequest bad;
    for (const FieldProblem& problem : fields_) {
      auto* violation = bad.add_field_violations();
      violation->set_field(problem.field);
      violation->set_description(problem.description);
    }
    SetPayload(bad, &status);
  }
  if (retry_after_.has_value()) {
    google::rpc::RetryInfo retry;
    const int64_t nanos = absl::ToInt64Nanoseconds(*retry_after_);
    retry.mutable_retry_delay()->set_seconds(nanos / 1'000'000'000);
    retry.mutable_retry_delay()->set_nanos(nanos % 1'000'000'000);
    SetPayload(retry, &status);
  }
  return status;
}

std::string ReasonOf(const absl::Status& status) {
  google::rpc::ErrorInfo info;
  return GetPayload(status, &info) ? info.reason() : "";
}

std::string DomainOf(const absl::Status& status) {
  google::rpc::ErrorInfo info;
  return GetPayload(status, &info) ? info.domain() : "";
}

std::map<std::string, std::string> MetadataOf(const absl::Status& status) {
  google::rpc::ErrorInfo info;
  if (!GetPayload(status, &info)) {
    return {};
  }
  return {info.metadata().begin(), info.metadata().end()};
}

std::vector<FieldProblem> FieldsOf(const absl::Status& status) {
  google::rpc::BadRequest bad;
  std::vector<FieldProblem> fields;
  if (GetPayload(status, &bad)) {
    for (const auto& violation : bad.field_violations()) {
      fields.push_back({violation.field(), violation.description()});
    }
  }
  return fields;
}

absl::Status WithFieldPrefix(const absl::Status& status,
                             absl::string_view prefix) {
  google::rpc::BadRequest bad;
  if (!GetPayload(status, &bad)) {
    return status;
  }
  for (auto& violation : *bad.mutable_field_violations()) {
    violation.set_field(absl::StrCat(prefix, violation.field()));
  }
  absl::Status out = status;
  SetPayload(bad, &out);
  return out;
}

}  // namespace zhiheng
