#include "services/common/facts/canonical_json.h"

#include <google/protobuf/message.h>
#include <google/protobuf/util/json_util.h>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

namespace zhiheng {

absl::StatusOr<std::string> ToCanonicalJson(
    const google::protobuf::Message& message, JsonLayout layout) {
  google::protobuf::util::JsonPrintOptions options;
  options.add_whitespace = layout == JsonLayout::kIndented;
  std::string out;
  const auto status =
      google::protobuf::util::MessageToJsonString(message, &out, options);
  if (!status.ok()) {
    return absl::InternalError(absl::StrCat(
        "cannot print ", message.GetDescriptor()->full_name(), " as JSON: ",
        std::string(status.message().data(), status.message().size())));
  }
  return out;
}

}  // namespace zhiheng
