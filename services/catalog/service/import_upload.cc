#include "services/catalog/service/import_upload.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/base/status_macros.h"
#include "services/common/problem/problem.h"

namespace zhiheng::catalog {
namespace {

absl::Status BadStream(absl::string_view field, absl::string_view message) {
  return Problem(absl::StatusCode::kInvalidArgument, "BAD_IMPORT_STREAM")
      .Field(field, message);
}

absl::Status TooMuch(absl::string_view what, size_t limit,
                     absl::string_view hint) {
  return Problem(absl::StatusCode::kResourceExhausted, "IMPORT_TOO_LARGE")
      .Say(absl::StrCat(what, " has more than ", limit, " bytes"))
      .With("limit", absl::StrCat(limit))
      .Hint(hint);
}

}  // namespace

absl::Status ImportUpload::Add(v1::ImportEditionsRequest part) {
  if (!begun_) {
    if (!part.has_settings()) {
      return BadStream("settings", "the first message brings the settings");
    }
    begun_ = true;
    settings_ = std::move(*part.mutable_settings());
    return absl::OkStatus();
  }
  if (!part.has_file()) {
    return BadStream("file", "every message but the first brings a file");
  }
  return AddPart(std::move(*part.mutable_file()));
}

absl::Status ImportUpload::AddPart(v1::ImportFilePart part) {
  if (!open_ || part.name() != name_) {
    // A bad name is told before its content has come.
    if (const absl::Status name = CheckRelativeName(part.name()); !name.ok()) {
      return BadStream("file.name", name.message());
    }
    RETURN_IF_ERROR(CloseFile());
    open_ = true;
    name_ = part.name();
  }
  total_ += part.content().size();
  if (total_ > max_bytes_) {
    return TooMuch("the import", max_bytes_, "send it folder by folder");
  }
  if (content_.size() + part.content().size() > limits_.max_file_bytes) {
    return TooMuch(absl::StrCat("the file \"", name_, "\""),
                   limits_.max_file_bytes, "leave it out or split it");
  }
  if (content_.empty()) {
    content_ = std::move(*part.mutable_content());
  } else {
    content_ += part.content();
  }
  return absl::OkStatus();
}

absl::Status ImportUpload::CloseFile() {
  if (!open_) return absl::OkStatus();
  open_ = false;
  const absl::Status added =
      files_.Add(name_, std::exchange(content_, ""), limits_);
  if (absl::IsInvalidArgument(added)) {
    return BadStream("file.name", added.message());
  }
  return added;
}

absl::Status ImportUpload::Finish() {
  if (!begun_) {
    return BadStream("settings", "the first message brings the settings");
  }
  return CloseFile();
}

}  // namespace zhiheng::catalog
