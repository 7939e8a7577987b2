#include "services/common/facts/canonical_json.h"

#include <google/protobuf/message.h>
#include <google/protobuf/util/json_util.h>
#include <google/protobuf/util/type_resolver.h>
#include <google/protobuf/util/type_resolver_util.h>

#include <memory>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

namespace zhiheng {
namespace {

constexpr char kTypePrefix[] = "type.googleapis.com";

}  // namespace

absl::StatusOr<std::string> ToCanonicalJson(
    const google::protobuf::Message& message, JsonLayout layout,
    const google::protobuf::DescriptorPool* pool) {
  google::protobuf::util::JsonPrintOptions options;
  options.add_whitespace = layout == JsonLayout::kIndented;
  std::string out;
  google::protobuf::util::Status status;
  if (pool == nullptr) {
    status =
        google::protobuf::util::MessageToJsonString(message, &out, options);
  } else {
    const std::unique_ptr<google::protobuf::util::TypeResolver> types(
        google::protobuf::util::NewTypeResolverForDescriptorPool(kTypePrefix,
                                                                 pool));
    status = google::protobuf::util::BinaryToJsonString(
        types.get(),
        absl::StrCat(kTypePrefix, "/", message.GetDescriptor()->full_name()),
        message.SerializeAsString(), &out, options);
  }
  if (!status.ok()) {
    return absl::InternalError(absl::StrCat(
        "cannot print ", message.GetDescriptor()->full_name(), " as JSON: ",
        std::string(status.message().data(), status.message().size())));
  }
  return out;
}

}  // namespace zhiheng
