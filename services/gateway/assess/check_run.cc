// Two rounds of calls. First rules evaluates while the catalog tells its
// snapshot; then the catalog answers for all citations, from that snapshot.
// Between them nothing is read twice, so a write to the catalog or a new pack
// in the middle of a check cannot mix two states.
#include "services/gateway/assess/check_run.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/base/log.h"
#include "services/common/base/status_macros.h"
#include "services/common/exact/civil_date.h"
#include "services/gateway/assess/citations.h"
#include "services/gateway/assess/merge.h"
#include "services/gateway/assess/plan.h"
#include "services/gateway/assess/request_check.h"
#include "services/gateway/assess/text_join.h"
#include "services/gateway/assess/ulid.h"

namespace zhiheng::gateway {
namespace {

using catalog::v1::ListInstrumentsRequest;
using catalog::v1::ListInstrumentsResponse;
using rules::v1::EvaluateRequest;
using rules::v1::EvaluateResponse;

type::v1::Date ToProto(CivilDate date) {
  type::v1::Date out;
  out.set_year(date.year());
  out.set_month(date.month());
  out.set_day(date.day());
  return out;
}

// The state that a failed call to rules outside a fan-out stands for.
CallState StateOf(const absl::Status& status) {
  return status.code() == absl::StatusCode::kDeadlineExceeded
             ? CallState::kLate
             : CallState::kFailed;
}

template <typename Response>
absl::Status StatusOf(const Slot<Response>& slot) {
  return slot.state() == CallState::kOk ? absl::OkStatus() : slot.status();
}

// Verdicts are trimmed here, after texts have been joined: promotion needs the
// citations.
rules::v1::Detail DetailFromRules(rules::v1::Detail asked) {
  return asked == rules::v1::DETAIL_ALL ? rules::v1::DETAIL_ALL
                                        : rules::v1::DETAIL_FINDINGS;
}

}  // namespace

CheckRun::CheckRun(const CallContext& call, const v1::CheckRequest& request,
                   const CheckParts& parts, const AssessOptions& options)
    : call_(call),
      request_(request),
      parts_(parts),
      options_(options),
      start_(call.clock().Now()),
      budget_(call.remaining() -
              std::min(options.answer_margin, call.remaining() / 4)) {}

absl::Duration CheckRun::Elapsed() const {
  return call_.clock().Now() - start_;
}

absl::Duration CheckRun::Budget() const {
  return std::max(absl::ZeroDuration(), budget_ - Elapsed());
}

// A deadline that passed is told as the backend that used it up.
absl::Status CheckRun::CheckStillWanted() const {
  return call_.remaining() > absl::ZeroDuration() ? call_.Check()
                                                  : absl::OkStatus();
}

absl::StatusOr<v1::CheckResponse> CheckRun::Run() {
  v1::Assessment* out = response_.mutable_assessment();
  out->set_subject_id(request_.subject().id());
  *out->mutable_today() = request_.has_today()
                              ? request_.today()
                              : ToProto(CivilDate::InShanghai(start_));
  ASSIGN_OR_RETURN(Next next, PlanAndEvaluate(Freshness::kCached));
  if (next == Next::kPacksChanged) {
    ASSIGN_OR_RETURN(next, PlanAndEvaluate(Freshness::kReread));
  }
  if (next == Next::kContinue) {
    RETURN_IF_ERROR(JoinCatalog());
  }
  RETURN_IF_ERROR(CheckStillWanted());
  Finish();
  return std::move(response_);
}

absl::StatusOr<CheckRun::Next> CheckRun::PlanAndEvaluate(Freshness freshness) {
  const auto listing =
      parts_.packs->Current(call_.WithBudget(Budget()), freshness);
  if (!listing.ok()) {
    rules_log_.Add(StateOf(listing.status()), listing.status(), Elapsed());
    return AfterRulesFailed(listing.status());
  }
  ASSIGN_OR_RETURN(const std::vector<rules::v1::PackRef> packs,
                   ChoosePacks((*listing)->packs, request_, options_));
  EvaluateRequest request;
  *request.mutable_subject() = request_.subject();
  request.mutable_packs()->Assign(packs.begin(), packs.end());
  *request.mutable_dates()->mutable_today() = response_.assessment().today();
  if (request_.has_as_of()) {
    *request.mutable_dates()->mutable_as_of() = request_.as_of();
  }
  request.set_detail(DetailFromRules(request_.detail()));
  return Evaluate(std::move(request), freshness);
}

absl::StatusOr<CheckRun::Next> CheckRun::Evaluate(EvaluateRequest request,
                                                  Freshness freshness) {
  FanOut fan_out(call_, Budget());
  // Optional first: it is on its way while rules works.
  ListInstrumentsRequest pin;
  pin.set_page_size(1);
  const Slot<ListInstrumentsResponse> snapshot =
      fan_out.Start<ListInstrumentsResponse>(
          Need::kOptional, [&](const CallContext& inner, auto done) {
            parts_.catalog->ListInstruments(inner, pin, std::move(done));
          });
  const Slot<EvaluateResponse> evaluated = fan_out.Start<EvaluateResponse>(
      Need::kRequired, [&](const CallContext& inner, auto done) {
        parts_.rules->Evaluate(inner, std::move(request), std::move(done));
      });
  fan_out.Join();

  // A refusal with a list read just now is not about an old list.
  if (freshness == Freshness::kCached &&
      evaluated.state() == CallState::kFailed &&
      evaluated.status().code() == absl::StatusCode::kFailedPrecondition) {
    return Next::kPacksChanged;
  }
  catalog_log_.Add(snapshot.state(), StatusOf(snapshot), Elapsed());
  rules_log_.Add(evaluated.state(), StatusOf(evaluated), Elapsed());
  if (evaluated.state() != CallState::kOk) {
    return AfterRulesFailed(evaluated.status());
  }
  v1::Assessment* out = response_.mutable_assessment();
  *out->mutable_findings() = evaluated.value().findings();
  *out->mutable_packs() = evaluated.value().packs();
  out->set_engine_semantics(evaluated.value().engine_semantics());
  if (snapshot.state() == CallState::kOk) {
    snapshot_token_ = snapshot.value().snapshot_token();
  }
  return Next::kContinue;
}

absl::StatusOr<CheckRun::Next> CheckRun::AfterRulesFailed(
    const absl::Status& status) {
  RETURN_IF_ERROR(CheckStillWanted());
  if (IsCallersMistake(status)) {
    return status;
  }
  Log(Severity::kWarning, "rules failed",
      {{"request_id", call_.request_id()}, {"error", status.ToString()}});
  if (!request_.allow_partial()) {
    return rules_log_.ToError();
  }
  return Next::kWithoutRules;
}

absl::Status CheckRun::JoinCatalog() {
  v1::Assessment* out = response_.mutable_assessment();
  const Citations citations = CollectCitations(out->findings(), options_);
  JoinedTexts texts;
  if (catalog_log_.whole()) {
    texts = JoinTexts(call_,
                      {.catalog = parts_.catalog,
                       .snapshot_token = snapshot_token_,
                       .today = out->today(),
                       .check_start = start_,
                       .budget = Budget()},
                      citations, options_, &catalog_log_);
  } else {
    texts = WithoutTexts(citations, "the catalog did not answer");
  }
  RETURN_IF_ERROR(CheckStillWanted());
  if (!catalog_log_.whole() && !request_.allow_partial()) {
    return catalog_log_.ToError();
  }
  out->set_snapshot_token(snapshot_token_);
  PromoteFindings(texts.statuses, out->mutable_findings());
  out->mutable_provisions()->Assign(texts.provisions.begin(),
                                    texts.provisions.end());
  if (citations.left_out > 0) {
    out->add_provisions()->set_missing_reason(
        absl::StrCat("and ", citations.left_out, " more citations; the limit ",
                     "of one answer is ", options_.max_citations));
  }
  return absl::OkStatus();
}

void CheckRun::Finish() {
  v1::Assessment* out = response_.mutable_assessment();
  const absl::Time now = call_.clock().Now();
  *out->mutable_summary() = Summarize(out->findings());
  if (request_.detail() == rules::v1::DETAIL_VERDICTS) {
    TrimToVerdicts(out->mutable_findings());
  }
  out->set_id(NewUlid(now));
  out->set_trace_id(call_.trace().TraceIdHex());
  const int64_t nanos = absl::ToUnixNanos(now);
  out->mutable_create_time()->set_seconds(nanos / 1'000'000'000);
  out->mutable_create_time()->set_nanos(nanos % 1'000'000'000);
  *out->add_backends() = rules_log_.ToProto();
  *out->add_backends() = catalog_log_.ToProto();
  out->set_degraded(!rules_log_.whole() || !catalog_log_.whole());
}

}  // namespace zhiheng::gateway
