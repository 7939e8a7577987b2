// Cost: one read and at most two writes per row that differs; rows that are
// equal are not written. Tested by sqlite_store_test.cc.
#include "services/catalog/store/sqlite/writer.h"

#include <map>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/catalog/store/sqlite/rows.h"
#include "services/common/base/status_macros.h"

namespace zhiheng::catalog {
namespace {

// A provision can be in force in several stretches; each has its own row.
using RowKey = std::pair<std::string, std::optional<CivilDate>>;

struct BelievedRow {
  int64_t row = 0;
  Provision provision;
};

absl::StatusOr<std::map<RowKey, BelievedRow>> BelievedProvisions(
    Connection* db, const Edition& edition, const std::string& origin) {
  ASSIGN_OR_RETURN(
      Statement select,
      db->Prepare(absl::StrCat(
          "SELECT p.row, ", kProvisionColumns,
          " FROM provisions p WHERE p.instrument = ? AND p.edition = ? AND "
          "p.origin = ? AND p.to_commit = ?")));
  select.Bind(edition.instrument)
      .Bind(edition.id)
      .Bind(origin)
      .Bind(kOpenCommit);
  std::map<RowKey, BelievedRow> rows;
  while (true) {
    ASSIGN_OR_RETURN(const bool more, select.Step());
    if (!more) return rows;
    BelievedRow row{select.Int(0), ReadProvision(select, 1)};
    RowKey key(row.provision.id, row.provision.effective);
    rows.emplace(std::move(key), std::move(row));
  }
}

// Counts one write; true when there is something to write.
template <typename T>
bool Differs(const std::optional<T>& old, const T& now, CommitResult* result) {
  if (!old.has_value()) {
    ++result->added;
    return true;
  }
  if (*old == now) return false;
  ++result->changed;
  return true;
}

}  // namespace

absl::StatusOr<Snapshot> NewestSnapshot(Connection* db) {
  ASSIGN_OR_RETURN(
      Statement select,
      db->Prepare("SELECT id, digest FROM commits ORDER BY id DESC LIMIT 1"));
  ASSIGN_OR_RETURN(const bool found, select.Step());
  if (!found) return Snapshot{0, Sha256Hex("")};
  return Snapshot{select.Int(0), select.Text(1)};
}

absl::Status CommitWriter::Write(CommitResult* result) {
  RETURN_IF_ERROR(WriteInstrument(result));
  for (const EditionBatch& edition : batch_.editions) {
    RETURN_IF_ERROR(WriteEdition(edition.edition, result));
    RETURN_IF_ERROR(WriteProvisions(edition, result));
  }
  return absl::OkStatus();
}

absl::Status CommitWriter::WriteInstrument(CommitResult* result) {
  std::optional<Instrument> old;
  int64_t row = 0;
  {
    ASSIGN_OR_RETURN(
        Statement select,
        db_->Prepare(absl::StrCat("SELECT i.row, ", kInstrumentColumns,
                                  " FROM instruments i WHERE i.instrument = ? "
                                  "AND i.to_commit = ?")));
    select.Bind(batch_.instrument.id).Bind(kOpenCommit);
    ASSIGN_OR_RETURN(const bool found, select.Step());
    if (found) {
      row = select.Int(0);
      old = ReadInstrument(select, 1);
    }
  }
  if (!Differs(old, batch_.instrument, result)) return absl::OkStatus();
  reindex_ = old.has_value();
  if (old.has_value()) {
    RETURN_IF_ERROR(CloseRow(db_, "instruments", row, commit_));
  }
  history_->Write(batch_.instrument);
  return InsertInstrument(db_, batch_.instrument, commit_);
}

absl::Status CommitWriter::WriteEdition(const Edition& edition,
                                        CommitResult* result) {
  std::optional<Edition> old;
  int64_t row = 0;
  {
    ASSIGN_OR_RETURN(
        Statement select,
        db_->Prepare(absl::StrCat("SELECT e.row, ", kEditionColumns,
                                  " FROM editions e WHERE e.instrument = ? AND "
                                  "e.edition = ? AND e.to_commit = ?")));
    select.Bind(edition.instrument).Bind(edition.id).Bind(kOpenCommit);
    ASSIGN_OR_RETURN(const bool found, select.Step());
    if (found) {
      row = select.Int(0);
      old = ReadEdition(select, 1);
    }
  }
  if (!Differs(old, edition, result)) return absl::OkStatus();
  if (old.has_value()) {
    RETURN_IF_ERROR(CloseRow(db_, "editions", row, commit_));
  }
  history_->Write(edition);
  return InsertEdition(db_, edition, commit_);
}

absl::Status CommitWriter::WriteProvisions(const EditionBatch& batch,
                                           CommitResult* result) {
  ASSIGN_OR_RETURN(auto believed,
                   BelievedProvisions(db_, batch.edition, batch_.origin));
  for (const Provision& provision : batch.provisions) {
    const auto found = believed.find({provision.id, provision.effective});
    const bool old = found != believed.end();
    if (old && found->second.provision == provision && !reindex_) {
      believed.erase(found);
      continue;
    }
    ++(old ? result->changed : result->added);
    if (old) {
      RETURN_IF_ERROR(CloseRow(db_, "provisions", found->second.row, commit_));
      believed.erase(found);
    }
    history_->Write(provision);
    RETURN_IF_ERROR(InsertProvision(db_, provision, batch.edition,
                                    batch_.instrument, batch_.origin, commit_));
  }
  for (const auto& [key, row] : believed) {
    ++result->removed;
    history_->Remove(row.provision);
    RETURN_IF_ERROR(CloseRow(db_, "provisions", row.row, commit_));
  }
  return absl::OkStatus();
}

}  // namespace zhiheng::catalog
