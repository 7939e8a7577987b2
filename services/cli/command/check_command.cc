#include "services/cli/command/check_command.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/cli/input/subject_file.h"
#include "services/cli/report/assessment_view.h"
#include "services/common/base/clock.h"
#include "services/common/base/status_macros.h"
#include "services/common/exact/civil_date.h"
#include "services/common/facts/canonical_json.h"
#include "services/common/problem/problem.h"

namespace zhiheng::cli {
namespace {

absl::Status SetDay(const char* flag, const std::string& text,
                    type::v1::Date* date) {
  const absl::StatusOr<CivilDate> day = CivilDate::Parse(text);
  if (!day.ok()) {
    return Problem(absl::StatusCode::kInvalidArgument, "BAD_FLAG")
        .Say(absl::StrCat(flag, ": ", day.status().message()));
  }
  date->set_year(day->year());
  date->set_month(day->month());
  date->set_day(day->day());
  return absl::OkStatus();
}

absl::Status PrintAnswer(const CheckOptions& options,
                         const facts::v1::Subject& subject,
                         const std::string& file,
                         const gateway::v1::Assessment& assessment,
                         Console* console) {
  if (options.format == CheckFormat::kTree) {
    PageOptions page;
    page.language = options.language;
    page.colour = console->colour;
    page.width = console->width;
    console->out << RenderAssessment(assessment, subject,
                                     file == "-" ? "" : file, page);
    return absl::OkStatus();
  }
  ASSIGN_OR_RETURN(
      const std::string json,
      ToCanonicalJson(assessment, options.format == CheckFormat::kJson
                                      ? JsonLayout::kIndented
                                      : JsonLayout::kOneLine));
  console->out << json;
  if (!absl::EndsWith(json, "\n")) console->out << "\n";
  return absl::OkStatus();
}

absl::StatusOr<ExitCode> CheckFile(const CheckOptions& options,
                                   const std::string& file, Gateway* gateway,
                                   const FactsOptions& facts,
                                   Console* console) {
  ASSIGN_OR_RETURN(const SubjectFile input,
                   ReadSubjectFile(file, console->in, facts));
  if (!input.problems.empty()) {
    for (const std::string& problem : input.problems) console->err << problem;
    return kExitUsage;
  }
  ASSIGN_OR_RETURN(const gateway::v1::CheckRequest request,
                   MakeCheckRequest(options, input.subject));
  if (options.print_request) {
    ASSIGN_OR_RETURN(
        const std::string json,
        ToCanonicalJson(request, JsonLayout::kIndented, facts.pool));
    console->out << json;
    return kExitOk;
  }
  const SystemClock clock;
  const CallContext call = CallContext::Root(&clock, options.timeout);
  ASSIGN_OR_RETURN(const gateway::v1::CheckResponse response,
                   gateway->Check(call, request));
  RETURN_IF_ERROR(PrintAnswer(options, input.subject, file,
                              response.assessment(), console));
  return ExitCodeOf(response.assessment(),
                    options.strict ? Checklist::kOpen : Checklist::kApart);
}

}  // namespace

absl::StatusOr<gateway::v1::CheckRequest> MakeCheckRequest(
    const CheckOptions& options, const facts::v1::Subject& subject) {
  gateway::v1::CheckRequest request;
  *request.mutable_subject() = subject;
  if (!options.as_of.empty()) {
    RETURN_IF_ERROR(SetDay("--as-of", options.as_of, request.mutable_as_of()));
  }
  if (!options.today.empty()) {
    RETURN_IF_ERROR(SetDay("--today", options.today, request.mutable_today()));
  }
  for (const std::string& pack : options.packs) {
    request.add_packs()->set_name(
        absl::StartsWith(pack, "packs/") ? pack : absl::StrCat("packs/", pack));
  }
  request.set_detail(options.all_rules ? rules::v1::DETAIL_ALL
                                       : rules::v1::DETAIL_FINDINGS);
  request.set_allow_partial(options.allow_partial);
  return request;
}

ExitCode RunCheck(const CheckOptions& options, Gateway* gateway,
                  Console* console, const FactsOptions& facts) {
  ExitCode worst = kExitOk;
  bool first = true;
  for (const std::string& file : options.files) {
    if (!first && options.format == CheckFormat::kTree) console->out << "\n";
    first = false;
    const absl::StatusOr<ExitCode> code =
        CheckFile(options, file, gateway, facts, console);
    if (!code.ok()) {
      PrintStatus(code.status(), console);
      worst = Graver(worst, ExitCodeOfFailure(code.status()));
      continue;  // one bad record never spoils the run
    }
    worst = Graver(worst, *code);
  }
  console->out.flush();
  return worst;
}

}  // namespace zhiheng::cli
