#include "services/common/server/service_call.h"

#include <algorithm>
#include <map>

#include "absl/strings/str_cat.h"
#include "services/common/base/log.h"
#include "services/common/base/status_macros.h"
#include "services/common/problem/problem.h"
#include "services/common/rpc/client_context.h"
#include "services/common/rpc/grpc_status.h"

namespace zhiheng {
namespace {

absl::string_view Metadata(const grpc::ServerContext& context,
                           absl::string_view key) {
  const auto& all = context.client_metadata();
  const auto found = all.find(grpc::string_ref(key.data(), key.size()));
  if (found == all.end()) {
    return "";
  }
  return {found->second.data(), found->second.size()};
}

bool IsInternal(absl::StatusCode code) {
  return code == absl::StatusCode::kInternal ||
         code == absl::StatusCode::kUnknown ||
         code == absl::StatusCode::kDataLoss;
}

// Errors of the server deserve a look; those of the caller are daily life.
Severity SeverityOf(absl::StatusCode code) {
  if (IsInternal(code)) {
    return Severity::kError;
  }
  return code == absl::StatusCode::kOk ? Severity::kInfo : Severity::kWarning;
}

}  // namespace

absl::Status MaskInternal(const absl::Status& status,
                          absl::string_view request_id) {
  // A reason was given on purpose, so its sentence is for callers.
  if (!IsInternal(status.code()) || !ReasonOf(status).empty()) {
    return status;
  }
  return Problem(status.code(), "INTERNAL")
      .Say(absl::StrCat("internal error; the log has the details under "
                        "request id ",
                        request_id))
      .With("request_id", request_id);
}

CallContext ServiceSkin::MakeContext(const grpc::ServerContext& context) const {
  CallContextBuilder builder(options_.clock, options_.tracer);
  builder.Server(&context).RequestId(Metadata(context, kRequestIdKey));
  if (const auto trace =
          TraceContext::Parse(Metadata(context, kTraceparentKey),
                              Metadata(context, kTracestateKey))) {
    builder.Trace(*trace);
  }
  // A call without deadline has one in the far future.
  const absl::Time own =
      options_.clock->Now() + options_.server.default_deadline;
  const absl::Time theirs = absl::FromChrono(context.deadline());
  const bool none = theirs - options_.clock->Now() > absl::Hours(24 * 365);
  builder.Deadline(none ? own : theirs);
  return builder.Build();
}

absl::Status ServiceSkin::Admit(const CallContext& call,
                                size_t request_bytes) const {
  const size_t limit = static_cast<size_t>(options_.server.max_request_bytes);
  if (request_bytes > limit) {
    return Problem(absl::StatusCode::kResourceExhausted, "REQUEST_TOO_LARGE")
        .Say(absl::StrCat("the request has ", request_bytes,
                          " bytes; the limit is ", limit))
        .With("bytes", absl::StrCat(request_bytes))
        .With("limit", absl::StrCat(limit))
        .Hint("send fewer or smaller subjects per call");
  }
  if (call.remaining() < options_.server.min_budget) {
    return Problem(absl::StatusCode::kDeadlineExceeded, "NO_TIME_LEFT")
        .Say(absl::StrCat("the call arrived with ",
                          absl::FormatDuration(call.remaining()),
                          " left; nothing was done"))
        .Hint("give the call a longer deadline");
  }
  return absl::OkStatus();
}

grpc::Status ServiceSkin::RunErased(
    absl::string_view method, grpc::ServerContext* context,
    size_t request_bytes,
    absl::FunctionRef<absl::Status(const CallContext&)> handler) const {
  const CallContext arrived = MakeContext(*context);
  const absl::Time start = options_.clock->Now();
  Span span = arrived.StartSpan(absl::StrCat(options_.rpc_service, "/", method),
                                SpanKind::kServer);
  span.Set("rpc.system", "grpc");
  span.Set("rpc.service", options_.rpc_service);
  span.Set("rpc.method", method);
  span.Set("zhiheng.request_id", arrived.request_id());
  const CallContext call = arrived.Within(span);

  absl::Status status = Admit(call, request_bytes);
  if (status.ok()) {
    status = handler(call);
  }

  span.Set("rpc.grpc.status_code", static_cast<int64_t>(status.code()));
  span.SetStatus(status);
  LogFields fields = {
      {"method", absl::StrCat(options_.rpc_service, "/", method)},
      {"code", absl::StatusCodeToString(status.code())},
      {"request_id", call.request_id()},
      {"trace_id", call.trace().TraceIdHex()},
      {"elapsed_us",
       absl::StrCat(absl::ToInt64Microseconds(options_.clock->Now() - start))}};
  if (!status.ok()) {
    fields.emplace_back("reason", ReasonOf(status));
    fields.emplace_back("error", std::string(status.message()));
  }
  Log(SeverityOf(status.code()), "call", fields);
  context->AddInitialMetadata(std::string(kRequestIdKey), call.request_id());
  return ToGrpcStatus(MaskInternal(status, call.request_id()), options_.domain);
}

}  // namespace zhiheng
