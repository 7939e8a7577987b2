#include "services/common/problem/rpc_status.h"

#include <utility>

#include "absl/strings/cord.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"

namespace zhiheng {
namespace {

constexpr absl::string_view kTypePrefix = "type.googleapis.com/";

// Cuts before the character that would pass the limit.
std::string CutAt(absl::string_view text, size_t limit) {
  if (text.size() <= limit) {
    return std::string(text);
  }
  constexpr absl::string_view kMark = " …";
  size_t end = limit - kMark.size();
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) {
    --end;
  }
  return absl::StrCat(text.substr(0, end), kMark);
}

void FitErrorInfo(size_t limit, google::rpc::ErrorInfo* info) {
  for (auto& [key, value] : *info->mutable_metadata()) {
    value = CutAt(value, 256);
  }
  while (info->ByteSizeLong() > limit && !info->metadata().empty()) {
    info->mutable_metadata()->erase(info->metadata().begin()->first);
  }
}

void FitBadRequest(size_t limit, google::rpc::BadRequest* bad) {
  const int total = bad->field_violations_size();
  for (auto& violation : *bad->mutable_field_violations()) {
    violation.set_description(CutAt(violation.description(), 512));
    violation.set_field(CutAt(violation.field(), 256));
  }
  constexpr size_t kRoomForNote = 64;
  if (bad->ByteSizeLong() <= limit) {
    return;
  }
  while (bad->field_violations_size() > 1 &&
         bad->ByteSizeLong() + kRoomForNote > limit) {
    bad->mutable_field_violations()->RemoveLast();
  }
  auto* note = bad->add_field_violations();
  note->set_description(absl::StrCat(
      "and ", total - bad->field_violations_size() + 1, " more problems"));
}

template <typename Message>
void AddDetail(const Message& message, google::rpc::Status* out) {
  auto* any = out->add_details();
  any->set_type_url(TypeUrlOf(message));
  any->set_value(message.SerializeAsString());
}

}  // namespace

std::string TypeUrlOf(const google::protobuf::Message& message) {
  return absl::StrCat(kTypePrefix, message.GetDescriptor()->full_name());
}

google::rpc::Status ToRpcStatus(const absl::Status& status,
                                absl::string_view domain) {
  google::rpc::Status out;
  out.set_code(static_cast<int>(status.code()));
  out.set_message(CutAt(status.message(), kMaxStatusMessageBytes));
  if (status.ok()) {
    return out;
  }

  google::rpc::ErrorInfo info;
  google::rpc::BadRequest bad;
  google::rpc::Status others;
  size_t others_bytes = 0;
  status.ForEachPayload([&](absl::string_view url, const absl::Cord& payload) {
    const std::string bytes(payload);
    if (url == TypeUrlOf(info)) {
      info.ParseFromString(bytes);
    } else if (url == TypeUrlOf(bad)) {
      bad.ParseFromString(bytes);
    } else if (absl::StartsWith(url, kTypePrefix) &&
               others_bytes + bytes.size() <= kMaxStatusDetailBytes / 4) {
      others_bytes += bytes.size();
      auto* any = others.add_details();
      any->set_type_url(std::string(url));
      any->set_value(bytes);
    }
  });
  if (info.reason().empty()) {
    info.set_reason(absl::StatusCodeToString(status.code()));
  }
  if (info.domain().empty()) {
    info.set_domain(std::string(domain));
  }
  FitErrorInfo(kMaxStatusDetailBytes / 2, &info);
  AddDetail(info, &out);
  if (bad.field_violations_size() > 0) {
    FitBadRequest(kMaxStatusDetailBytes - others_bytes - info.ByteSizeLong(),
                  &bad);
    AddDetail(bad, &out);
  }
  out.mutable_details()->MergeFrom(others.details());
  return out;
}

absl::Status FromRpcStatus(const google::rpc::Status& status) {
  // A code nobody knows is UNKNOWN, as gRPC has it.
  const bool known = status.code() >= 0 && status.code() <= 16;
  absl::Status out(known ? static_cast<absl::StatusCode>(status.code())
                         : absl::StatusCode::kUnknown,
                   status.message());
  if (!out.ok()) {
    for (const auto& detail : status.details()) {
      out.SetPayload(detail.type_url(), absl::Cord(detail.value()));
    }
  }
  return out;
}

}  // namespace zhiheng
