// Tested by import_command_test.cc.
#include "services/cli/command/import_remote.h"

#include <algorithm>
#include <filesystem>
#include <memory>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/base/status_macros.h"
#include "services/common/rpc/channel.h"
#include "services/common/rpc/client_context.h"
#include "services/common/rpc/grpc_status.h"
#include "zhiheng/catalog/v1/catalog_service.grpc.pb.h"

namespace zhiheng::cli {
namespace {

using catalog::v1::ImportDiagnostic;
using catalog::v1::ImportEditionsRequest;
using catalog::v1::ImportEditionsResponse;

// Bytes of one message of an upload: well below what a server takes.
constexpr size_t kPieceBytes = size_t{1} << 20;
// An import may take its time.
constexpr absl::Duration kTimeout = absl::Hours(1);

// As the server takes names: relative, without `..`.
std::string RemoteName(const std::string& name) {
  std::string out;
  for (const std::filesystem::path& part : std::filesystem::path(name)) {
    if (part == "/" || part == ".." || part == "." || part.empty()) continue;
    absl::StrAppend(&out, out.empty() ? "" : "/", part.string());
  }
  return out;
}

absl::Status Send(const catalog::FileSource& files, ImportTeller* teller,
                  grpc::ClientWriter<ImportEditionsRequest>* stream) {
  int64_t sent = 0;
  const auto total = static_cast<int64_t>(files.names().size());
  for (const std::string& name : files.names()) {
    ASSIGN_OR_RETURN(const std::string content, files.Read(name));
    size_t at = 0;
    do {
      ImportEditionsRequest part;
      part.mutable_file()->set_name(RemoteName(name));
      part.mutable_file()->set_content(content.substr(at, kPieceBytes));
      // False: the server has answered already; Finish() says what.
      if (!stream->Write(part)) return absl::OkStatus();
      at += kPieceBytes;
    } while (at < content.size());
    teller->DrawProgress("sending", ++sent, total);
  }
  return absl::OkStatus();
}

catalog::Level FromProto(ImportDiagnostic::Level level) {
  switch (level) {
    case ImportDiagnostic::LEVEL_DAMAGE:
      return catalog::Level::kDamage;
    case ImportDiagnostic::LEVEL_NOTE:
      return catalog::Level::kNote;
    default:
      return catalog::Level::kError;
  }
}

catalog::ImportSummary FromProto(const ImportEditionsResponse& r) {
  catalog::ImportSummary out;
  out.files = r.files();
  out.skipped = r.skipped();
  out.instruments = r.instruments();
  out.editions = r.editions();
  out.articles = r.articles();
  out.provisions = r.provisions();
  out.rows_added = r.rows_added();
  out.rows_changed = r.rows_changed();
  out.rows_removed = r.rows_removed();
  out.editions_refused = r.editions_refused();
  out.compared = r.compared();
  out.agreeing = r.agreeing();
  out.snapshot = r.snapshot();
  return out;
}

}  // namespace

absl::StatusOr<catalog::ImportSummary> ImportInto(
    const std::string& address, const ImportCommandOptions& options,
    const catalog::FileSource& files, const Clock* clock,
    ImportTeller* teller) {
  ChannelOptions channel;
  channel.target = address;
  const auto stub = catalog::v1::CatalogService::NewStub(MakeChannel(channel));
  const auto context = MakeClientContext(CallContext::Root(clock, kTimeout));
  ImportEditionsResponse response;
  const auto stream = stub->ImportEditions(context.get(), &response);
  ImportEditionsRequest first;
  first.mutable_settings()->set_format(options.format);
  first.mutable_settings()->set_strict(options.strict);
  first.mutable_settings()->set_validate_only(options.validate_only);
  absl::Status sent;
  if (stream->Write(first)) sent = Send(files, teller, stream.get());
  if (!sent.ok()) context->TryCancel();
  stream->WritesDone();
  const grpc::Status status = stream->Finish();
  RETURN_IF_ERROR(sent);
  if (!status.ok()) return FromGrpcStatus(status);
  for (const ImportDiagnostic& d : response.diagnostics()) {
    teller->OnDiagnostic({d.file(), d.line(), d.line() > 0 ? 1 : 0, d.code(),
                          d.message(), d.hint(), FromProto(d.level())});
  }
  return FromProto(response);
}

}  // namespace zhiheng::cli
