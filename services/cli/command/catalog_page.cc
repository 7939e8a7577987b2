// Tested by catalog_command_test.cc.
#include "services/cli/command/catalog_page.h"

#include "services/common/base/status_macros.h"
#include "services/common/exact/civil_date.h"
#include "services/common/facts/canonical_json.h"

namespace zhiheng::cli {

absl::Status SetAsOf(const CatalogOptions& options,
                     catalog::v1::ReadOptions* read) {
  if (options.as_of.empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const CivilDate day, CivilDate::Parse(options.as_of));
  read->mutable_as_of()->set_year(day.year());
  read->mutable_as_of()->set_month(day.month());
  read->mutable_as_of()->set_day(day.day());
  return absl::OkStatus();
}

Page MakePage(const CatalogOptions& options, const Console& console) {
  PageOptions page;
  page.language = options.language;
  page.colour = console.colour;
  page.width = console.width;
  return Page(page);
}

absl::Status PrintJson(const google::protobuf::Message& message,
                       Console* console) {
  ASSIGN_OR_RETURN(const std::string json,
                   ToCanonicalJson(message, JsonLayout::kIndented));
  console->out << json;
  return absl::OkStatus();
}

ExitCode Finish(const absl::Status& status, Console* console) {
  console->out.flush();
  if (status.ok()) return kExitOk;
  PrintStatus(status, console);
  switch (status.code()) {
    case absl::StatusCode::kInvalidArgument:
    case absl::StatusCode::kNotFound:
    case absl::StatusCode::kFailedPrecondition:
      return kExitUsage;
    default:
      return kExitUnexpected;
  }
}

ExitCode FinishResolve(const absl::StatusOr<bool>& resolved, Console* console) {
  if (!resolved.ok()) return Finish(resolved.status(), console);
  console->out.flush();
  return *resolved ? kExitOk : kExitUsage;
}

}  // namespace zhiheng::cli
