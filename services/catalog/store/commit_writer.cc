// An origin's claim is compared with its earlier one and counted; what readers
// see is merged from all claims. When names change, the provisions that are
// found by them are written anew, so that each snapshot finds them by the names
// of its time. Cost: a few reads an edition, and a write for each row that
// differs. Tested by the store contract.
#include "services/catalog/store/commit_writer.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/catalog/store/history.h"
#include "services/catalog/store/merge_claims.h"
#include "services/catalog/store/provision_words.h"
#include "services/common/base/status_macros.h"
#include "services/common/base/text.h"

namespace zhiheng::catalog {
namespace {

// A provision can be in force in several stretches; each has its own row.
using StretchKey = std::pair<std::string, std::optional<CivilDate>>;

// What is believed of one instrument or edition.
template <typename T>
struct Claims {
  std::map<std::string, T> by_origin;
  std::map<std::string, int64_t> rows;  // by origin

  void Add(StoredRow<T> row) {
    rows[row.origin] = row.row;
    by_origin[row.origin] = std::move(row.record);
  }
};

class CommitWriter {
 public:
  CommitWriter(WriteTables* tables, PostingWriter* postings, const Batch& batch,
               const Snapshot& newest)
      : tables_(tables),
        postings_(postings),
        batch_(batch),
        commit_(newest.commit + 1),
        history_(newest.digest, batch.origin) {}

  absl::StatusOr<CommitResult> Write() {
    RETURN_IF_ERROR(WriteInstrument());
    RETURN_IF_ERROR(LoadEditions());
    for (const EditionBatch& edition : batch_.editions) {
      const int before = result_.Total();
      RETURN_IF_ERROR(WriteEdition(edition.edition));
      RETURN_IF_ERROR(WriteProvisions(edition));
      if (result_.Total() > before) touched_.insert(edition.edition.id);
    }
    touched_.insert(renamed_.begin(), renamed_.end());
    for (const std::string& edition : renamed_) {
      RETURN_IF_ERROR(WriteAnew(edition));
    }
    result_.snapshot = {commit_, history_.Digest()};
    return result_;
  }
  // Ids of the editions written, in order.
  std::vector<std::string> touched() const {
    return {touched_.begin(), touched_.end()};
  }

 private:
  // Writes the claim and what follows from it. True when what readers see
  // changed, with what it was before in `before`.
  template <typename T>
  absl::StatusOr<bool> WriteClaim(const T& claim, Table table,
                                  Claims<T>* claims, std::optional<T>* before);
  absl::Status WriteInstrument();
  absl::Status LoadEditions();
  absl::Status WriteEdition(const Edition& edition);
  absl::Status WriteProvisions(const EditionBatch& batch);
  absl::Status WriteAnew(const std::string& edition);
  absl::Status InsertProvision(const Provision& provision,
                               absl::string_view origin);

  WriteTables* const tables_;
  PostingWriter* const postings_;
  const Batch& batch_;
  const int64_t commit_;
  HistoryWriter history_;
  CommitResult result_;
  Instrument instrument_;  // as readers see it
  std::map<std::string, Claims<Edition>> editions_;
  std::set<std::string> added_;    // editions that were not there
  std::set<std::string> renamed_;  // editions found by other words now
  std::set<std::string> touched_;
  std::map<std::string, std::vector<PostingKey>> shared_keys_;  // by edition
  bool instrument_renamed_ = false;
  int64_t first_row_ = kOpenCommit;  // of the provisions of this commit
};

template <typename T>
absl::StatusOr<bool> CommitWriter::WriteClaim(const T& claim, Table table,
                                              Claims<T>* claims,
                                              std::optional<T>* before) {
  const auto own = claims->by_origin.find(batch_.origin);
  if (own != claims->by_origin.end() && own->second == claim) return false;
  const bool added = own == claims->by_origin.end();
  ++(added ? result_.added : result_.changed);
  if (!added) {
    RETURN_IF_ERROR(
        tables_->Close(table, claims->rows[batch_.origin], commit_));
  }
  history_.Write(claim);
  RETURN_IF_ERROR(tables_->Insert(claim, batch_.origin, commit_));
  claims->by_origin[batch_.origin] = claim;

  const auto merged = claims->by_origin.find(kMergedOrigin);
  if (merged != claims->by_origin.end()) {
    *before = std::move(merged->second);
    claims->by_origin.erase(merged);
  }
  T now = MergeClaims(claims->by_origin);
  const bool changed = !before->has_value() || **before != now;
  if (changed) {
    if (before->has_value()) {
      RETURN_IF_ERROR(
          tables_->Close(table, claims->rows[kMergedOrigin], commit_));
    }
    RETURN_IF_ERROR(tables_->Insert(now, kMergedOrigin, commit_));
  }
  claims->by_origin[kMergedOrigin] = std::move(now);
  return changed;
}

absl::Status CommitWriter::WriteInstrument() {
  ASSIGN_OR_RETURN(auto rows, tables_->Instruments(batch_.instrument.id));
  Claims<Instrument> claims;
  for (StoredRow<Instrument>& row : rows) claims.Add(std::move(row));
  std::optional<Instrument> before;
  ASSIGN_OR_RETURN(
      const bool changed,
      WriteClaim(batch_.instrument, Table::kInstruments, &claims, &before));
  instrument_ = claims.by_origin.at(kMergedOrigin);
  instrument_renamed_ =
      changed && before.has_value() && !SameWords(*before, instrument_);
  return absl::OkStatus();
}

absl::Status CommitWriter::LoadEditions() {
  ASSIGN_OR_RETURN(auto rows, tables_->Editions(batch_.instrument.id));
  for (StoredRow<Edition>& row : rows) {
    std::string id = row.record.id;
    if (instrument_renamed_) renamed_.insert(id);
    editions_[std::move(id)].Add(std::move(row));
  }
  return absl::OkStatus();
}

absl::Status CommitWriter::WriteEdition(const Edition& edition) {
  std::optional<Edition> before;
  Claims<Edition>& claims = editions_[edition.id];
  ASSIGN_OR_RETURN(const bool changed,
                   WriteClaim(edition, Table::kEditions, &claims, &before));
  if (!changed) return absl::OkStatus();
  if (!before.has_value()) {
    added_.insert(edition.id);
  } else if (!SameWords(*before, claims.by_origin.at(kMergedOrigin))) {
    renamed_.insert(edition.id);
  }
  return absl::OkStatus();
}

absl::Status CommitWriter::WriteProvisions(const EditionBatch& batch) {
  std::map<StretchKey, StoredRow<Provision>> believed;
  if (!added_.contains(batch.edition.id)) {
    ASSIGN_OR_RETURN(auto rows,
                     tables_->Provisions(batch.edition.instrument,
                                         batch.edition.id, batch_.origin));
    for (StoredRow<Provision>& row : rows) {
      StretchKey key(row.record.id, row.record.effective);
      believed.emplace(std::move(key), std::move(row));
    }
  }
  for (const Provision& provision : batch.provisions) {
    const auto found = believed.find({provision.id, provision.effective});
    const bool old = found != believed.end();
    if (old && found->second.record == provision) {
      believed.erase(found);
      continue;
    }
    ++(old ? result_.changed : result_.added);
    if (old) {
      RETURN_IF_ERROR(
          tables_->Close(Table::kProvisions, found->second.row, commit_));
      believed.erase(found);
    }
    history_.Write(provision);
    RETURN_IF_ERROR(InsertProvision(provision, batch_.origin));
  }
  for (const auto& [key, row] : believed) {
    ++result_.removed;
    history_.Remove(row.record);
    RETURN_IF_ERROR(tables_->Close(Table::kProvisions, row.row, commit_));
  }
  return absl::OkStatus();
}

absl::Status CommitWriter::WriteAnew(const std::string& edition) {
  ASSIGN_OR_RETURN(const auto rows,
                   tables_->Provisions(batch_.instrument.id, edition, ""));
  for (const StoredRow<Provision>& row : rows) {
    if (row.row >= first_row_) continue;  // written with the new names
    RETURN_IF_ERROR(tables_->Close(Table::kProvisions, row.row, commit_));
    RETURN_IF_ERROR(InsertProvision(row.record, row.origin));
  }
  return absl::OkStatus();
}

absl::Status CommitWriter::InsertProvision(const Provision& provision,
                                           absl::string_view origin) {
  ASSIGN_OR_RETURN(const int64_t row,
                   tables_->Insert(provision, origin, commit_));
  first_row_ = std::min(first_row_, row);
  std::vector<PostingKey>& shared = shared_keys_[provision.edition];
  if (shared.empty()) {
    shared = KeysOf(editions_.at(provision.edition).by_origin.at(kMergedOrigin),
                    instrument_);
  }
  for (const PostingKey key : shared) postings_->Add(key, row);
  for (const PostingKey key : KeysOf(provision)) postings_->Add(key, row);
  return postings_->MaybeFlush();
}

// PostgreSQL keeps no NUL and nothing that is not UTF-8; no store does.
bool IsText(absl::string_view text) {
  return text.find('\0') == absl::string_view::npos && IsValidUtf8(text);
}

// Parts that name another whole than the one they stand in, and what is no
// text.
absl::Status CheckBatch(const Batch& batch) {
  for (const EditionBatch& part : batch.editions) {
    bool fits = part.edition.instrument == batch.instrument.id;
    for (const Provision& p : part.provisions) {
      fits = fits && p.instrument == batch.instrument.id &&
             p.edition == part.edition.id;
      if (!IsText(p.id) || !IsText(p.heading) || !IsText(p.text.zh) ||
          !IsText(p.text.en)) {
        return absl::InvalidArgumentError(absl::StrCat(
            "provision number ", p.ordinal, " of edition ", part.edition.id,
            " of ", batch.instrument.id, " is not UTF-8 or holds a NUL"));
      }
    }
    if (!fits) {
      return absl::InvalidArgumentError(absl::StrCat(
          "edition ", part.edition.id, " of a batch for ", batch.instrument.id,
          " holds parts of another edition or instrument"));
    }
  }
  if (batch.origin.empty()) {
    return absl::InvalidArgumentError(absl::StrCat(
        "the batch for ", batch.instrument.id, " does not say its origin"));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::vector<CommitResult>> WriteGroup(
    WriteTables* tables, absl::Span<const Batch> batches,
    absl::Time recorded_at) {
  ASSIGN_OR_RETURN(CommitRecord newest, tables->Newest());
  PostingWriter postings(tables->postings());
  std::vector<CommitResult> results;
  for (const Batch& batch : batches) {
    RETURN_IF_ERROR(CheckBatch(batch));
    CommitWriter writer(tables, &postings, batch, newest.snapshot);
    ASSIGN_OR_RETURN(CommitResult result, writer.Write());
    if (result.Unchanged()) {
      result.snapshot = newest.snapshot;
    } else {
      newest.snapshot = result.snapshot;
      newest.recorded_at =
          std::max(newest.recorded_at + 1, absl::ToUnixMicros(recorded_at));
      newest.origin = batch.origin;
      newest.instrument = batch.instrument.id;
      newest.editions = writer.touched();
      RETURN_IF_ERROR(tables->InsertCommit(newest));
    }
    results.push_back(std::move(result));
  }
  RETURN_IF_ERROR(postings.Flush());
  return results;
}

}  // namespace zhiheng::catalog
