#include "services/catalog/store/postgres/db.h"

#include <libpq-fe.h>

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/common/base/status_macros.h"

namespace zhiheng::catalog::postgres {
namespace {

// Lines sent to COPY at once.
constexpr size_t kCopyBlock = size_t{1} << 20;

absl::StatusCode CodeOf(absl::string_view state) {
  // Classes of SQLSTATE, PostgreSQL documentation appendix A.
  if (state.empty() || absl::StartsWith(state, "08") ||
      absl::StartsWith(state, "57") || state == "55P03" || state == "40001" ||
      state == "40P01") {
    return absl::StatusCode::kUnavailable;
  }
  if (absl::StartsWith(state, "53")) {
    return absl::StatusCode::kResourceExhausted;
  }
  if (absl::StartsWith(state, "XX")) return absl::StatusCode::kDataLoss;
  if (absl::StartsWith(state, "28") || state == "3D000" || state == "42501" ||
      state == "25006") {
    return absl::StatusCode::kFailedPrecondition;
  }
  return absl::StatusCode::kInternal;
}

absl::string_view HintOf(absl::StatusCode code) {
  switch (code) {
    case absl::StatusCode::kUnavailable:
      return "; the server may be starting, busy or gone: try again";
    case absl::StatusCode::kResourceExhausted:
      return "; make room on the server, nothing was written";
    case absl::StatusCode::kDataLoss:
      return "; the database is damaged: restore a backup";
    case absl::StatusCode::kFailedPrecondition:
      return "; check database, user and permissions of the connection";
    default:
      return "";
  }
}

absl::Status ErrorOf(PGconn* connection, const PGresult* result,
                     absl::string_view doing) {
  const char* state = result == nullptr
                          ? nullptr
                          : PQresultErrorField(result, PG_DIAG_SQLSTATE);
  const char* primary =
      result == nullptr ? nullptr
                        : PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
  const absl::string_view message = absl::StripAsciiWhitespace(
      primary != nullptr ? primary : PQerrorMessage(connection));
  const absl::StatusCode code = CodeOf(state != nullptr ? state : "");
  return absl::Status(
      code, absl::StrCat("store: ", doing, ": ", message, HintOf(code)));
}

void IgnoreNotice(void*, const PGresult*) {}

}  // namespace

Result::~Result() { PQclear(result_); }

int Result::rows() const { return PQntuples(result_); }

std::string Result::Text(int row, int column) const {
  return std::string(PQgetvalue(result_, row, column),
                     static_cast<size_t>(PQgetlength(result_, row, column)));
}

int64_t Result::Int(int row, int column) const {
  int64_t value = 0;
  (void)absl::SimpleAtoi(PQgetvalue(result_, row, column), &value);
  return value;
}

std::optional<CivilDate> Result::Date(int row, int column) const {
  if (PQgetisnull(result_, row, column) != 0) return std::nullopt;
  return CivilDate::FromDays(static_cast<int32_t>(Int(row, column)));
}

std::string Result::Bytes(int row, int column) const {
  size_t size = 0;
  unsigned char* bytes = PQunescapeBytea(
      reinterpret_cast<const unsigned char*>(PQgetvalue(result_, row, column)),
      &size);
  if (bytes == nullptr) return "";
  std::string out(reinterpret_cast<const char*>(bytes), size);
  PQfreemem(bytes);
  return out;
}

Params& Params::Add(absl::string_view text) {
  values_.push_back({std::string(text)});
  return *this;
}

Params& Params::Add(int64_t value) { return Add(absl::StrCat(value)); }

Params& Params::Add(const std::optional<CivilDate>& date) {
  if (date.has_value()) return Add(int64_t{date->days_since_epoch()});
  values_.push_back({"", true, false});
  return *this;
}

Params& Params::AddBytes(absl::string_view bytes) {
  values_.push_back({std::string(bytes), false, true});
  return *this;
}

void CopyLine::Separate() {
  if (!line_.empty()) line_.push_back('\t');
}

CopyLine& CopyLine::Add(absl::string_view text) {
  Separate();
  for (const char c : text) {
    switch (c) {
      case '\\':
        line_ += "\\\\";
        break;
      case '\t':
        line_ += "\\t";
        break;
      case '\n':
        line_ += "\\n";
        break;
      case '\r':
        line_ += "\\r";
        break;
      default:
        line_.push_back(c);
    }
  }
  return *this;
}

CopyLine& CopyLine::Add(int64_t value) { return Add(absl::StrCat(value)); }

CopyLine& CopyLine::Add(const std::optional<CivilDate>& date) {
  if (date.has_value()) return Add(int64_t{date->days_since_epoch()});
  Separate();
  line_ += "\\N";
  return *this;
}

std::string CopyLine::Finish() {
  line_.push_back('\n');
  return std::move(line_);
}

absl::StatusOr<std::unique_ptr<Connection>> Connection::Open(
    const std::string& conninfo) {
  // Looked at first: an error of the connection itself may quote all of it.
  char* problem = nullptr;
  PQconninfoOption* parsed = PQconninfoParse(conninfo.c_str(), &problem);
  PQfreemem(problem);
  if (parsed == nullptr) {
    return absl::InvalidArgumentError(
        "store: the PostgreSQL connection string cannot be read; write "
        "postgres:host=... dbname=... user=... or a postgresql:// URI");
  }
  PQconninfoFree(parsed);
  // What comes last wins; `dbname` is expanded where it stands.
  const std::string connect_timeout = absl::StrCat(kConnectTimeoutSeconds);
  const char* const keywords[] = {"connect_timeout", "application_name",
                                  "client_encoding", "dbname", nullptr};
  const char* const values[] = {connect_timeout.c_str(), "zhiheng-catalog",
                                "UTF8", conninfo.c_str(), nullptr};
  PGconn* raw = PQconnectdbParams(keywords, values, /*expand_dbname=*/1);
  if (raw == nullptr) return absl::ResourceExhaustedError("store: no memory");
  std::unique_ptr<Connection> connection(new Connection(raw));
  if (PQstatus(raw) != CONNECTION_OK) {
    const std::string message(absl::StripAsciiWhitespace(PQerrorMessage(raw)));
    const bool refused = absl::StrContains(message, "FATAL");
    return absl::Status(
        refused && !absl::StrContains(message, "starting up") &&
                !absl::StrContains(message, "shutting down") &&
                !absl::StrContains(message, "too many clients")
            ? absl::StatusCode::kFailedPrecondition
            : absl::StatusCode::kUnavailable,
        absl::StrCat("store: connecting to PostgreSQL: ", message));
  }
  PQsetNoticeReceiver(raw, IgnoreNotice, nullptr);
  RETURN_IF_ERROR(connection->Execute(absl::StrCat(
      "SET lock_timeout = '", kLockTimeoutSeconds,
      "s'; SET "
      "synchronous_commit = on; SET standard_conforming_strings = on; SET "
      "bytea_output = 'hex'")));
  return connection;
}

Connection::~Connection() { PQfinish(connection_); }

bool Connection::Alive() const {
  return PQstatus(connection_) == CONNECTION_OK &&
         PQtransactionStatus(connection_) == PQTRANS_IDLE;
}

absl::Status Connection::Execute(const std::string& sql) {
  PGresult* raw = PQexec(connection_, sql.c_str());
  const Result result(raw);
  const ExecStatusType status = PQresultStatus(raw);
  if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) {
    return ErrorOf(connection_, raw, sql.substr(0, 60));
  }
  return absl::OkStatus();
}

absl::StatusOr<Result> Connection::Query(const std::string& sql,
                                         const Params& params) {
  const auto [at, added] = prepared_.try_emplace(sql);
  if (added) {
    const std::string name = absl::StrCat("s", prepared_.size());
    PGresult* raw =
        PQprepare(connection_, name.c_str(), sql.c_str(), 0, nullptr);
    const Result result(raw);
    if (PQresultStatus(raw) != PGRES_COMMAND_OK) {
      prepared_.erase(at);
      return ErrorOf(connection_, raw, sql);
    }
    at->second = name;
  }
  std::vector<const char*> values;
  std::vector<int> lengths;
  std::vector<int> formats;
  for (const Params::Value& value : params.values_) {
    values.push_back(value.null ? nullptr : value.text.c_str());
    lengths.push_back(static_cast<int>(value.text.size()));
    formats.push_back(value.binary ? 1 : 0);
  }
  PGresult* raw = PQexecPrepared(
      connection_, at->second.c_str(), static_cast<int>(values.size()),
      values.data(), lengths.data(), formats.data(), /*resultFormat=*/0);
  Result result(raw);
  const ExecStatusType status = PQresultStatus(raw);
  if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) {
    return ErrorOf(connection_, raw, sql);
  }
  return result;
}

absl::Status Connection::Copy(const std::string& target,
                              const std::string& lines) {
  {
    PGresult* raw = PQexec(
        connection_, absl::StrCat("COPY ", target, " FROM STDIN").c_str());
    const Result result(raw);
    if (PQresultStatus(raw) != PGRES_COPY_IN) {
      return ErrorOf(connection_, raw, target);
    }
  }
  for (size_t at = 0; at < lines.size(); at += kCopyBlock) {
    const size_t size = std::min(kCopyBlock, lines.size() - at);
    if (PQputCopyData(connection_, lines.data() + at, static_cast<int>(size)) !=
        1) {
      return ErrorOf(connection_, nullptr, target);
    }
  }
  if (PQputCopyEnd(connection_, nullptr) != 1) {
    return ErrorOf(connection_, nullptr, target);
  }
  absl::Status status = absl::OkStatus();
  while (PGresult* raw = PQgetResult(connection_)) {
    const Result result(raw);
    if (PQresultStatus(raw) != PGRES_COMMAND_OK && status.ok()) {
      status = ErrorOf(connection_, raw, target);
    }
  }
  return status;
}

absl::StatusOr<Transaction> Transaction::BeginWrite(Connection* connection) {
  RETURN_IF_ERROR(connection->Execute("BEGIN"));
  return Transaction(connection);
}

absl::StatusOr<Transaction> Transaction::BeginRead(Connection* connection) {
  RETURN_IF_ERROR(connection->Execute(
      absl::StrCat("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL "
                   "statement_timeout = '",
                   kReadTimeoutSeconds, "s'")));
  return Transaction(connection);
}

Transaction::~Transaction() {
  if (connection_ != nullptr) (void)connection_->Execute("ROLLBACK");
}

absl::Status Transaction::Commit() {
  RETURN_IF_ERROR(connection_->Execute("COMMIT"));
  connection_ = nullptr;
  return absl::OkStatus();
}

}  // namespace zhiheng::catalog::postgres
