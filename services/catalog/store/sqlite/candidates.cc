// Tested by the store contract.
#include "services/catalog/store/sqlite/candidates.h"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/catalog/store/sqlite/rows.h"
#include "services/common/base/status_macros.h"

namespace zhiheng::catalog {
namespace {

// Instruments and editions of candidates, each read once.
class Wholes {
 public:
  Wholes(Connection* db, int64_t commit) : db_(db), commit_(commit) {}

  // Nothing when none is believed.
  absl::StatusOr<const Instrument*> InstrumentOf(const Provision& p) {
    const auto [at, added] = instruments_.try_emplace(p.instrument);
    if (!added) return at->second.get();
    static const std::string* const sql = new std::string(
        absl::StrCat("SELECT ", kInstrumentColumns,
                     " FROM instruments i WHERE i.instrument = ? AND ",
                     BelievedMerged("i")));
    ASSIGN_OR_RETURN(Statement select, db_->Prepare(*sql));
    select.Bind(p.instrument).Bind(commit_).Bind(commit_);
    ASSIGN_OR_RETURN(const bool found, select.Step());
    if (!found) return nullptr;
    ASSIGN_OR_RETURN(Instrument instrument, ReadInstrument(select, 0));
    at->second = std::make_unique<Instrument>(std::move(instrument));
    return at->second.get();
  }

  absl::StatusOr<const Edition*> EditionOf(const Provision& p) {
    const auto [at, added] = editions_.try_emplace({p.instrument, p.edition});
    if (!added) return at->second.get();
    static const std::string* const sql = new std::string(absl::StrCat(
        "SELECT ", kEditionColumns,
        " FROM editions e WHERE e.instrument = ? AND e.edition = ? AND ",
        BelievedMerged("e")));
    ASSIGN_OR_RETURN(Statement select, db_->Prepare(*sql));
    select.Bind(p.instrument).Bind(p.edition).Bind(commit_).Bind(commit_);
    ASSIGN_OR_RETURN(const bool found, select.Step());
    if (!found) return nullptr;
    ASSIGN_OR_RETURN(Edition edition, ReadEdition(select, 0));
    at->second = std::make_unique<Edition>(std::move(edition));
    return at->second.get();
  }

 private:
  Connection* const db_;
  const int64_t commit_;
  std::map<std::string, std::unique_ptr<Instrument>> instruments_;
  std::map<std::pair<std::string, std::string>, std::unique_ptr<Edition>>
      editions_;
};

absl::StatusOr<std::optional<Provision>> BelievedRow(
    Connection* db, int64_t row, int64_t commit, const SearchFilter& filter) {
  static const std::string* const sql = new std::string(
      absl::StrCat("SELECT ", kProvisionColumns,
                   " FROM provisions p WHERE p.row = ? AND ", Believed("p"),
                   " AND (? OR (COALESCE(p.effective <= ?, 1) AND COALESCE(? < "
                   "p.superseded, 1)))"));
  ASSIGN_OR_RETURN(Statement select, db->Prepare(*sql));
  const int64_t days = filter.as_of.days_since_epoch();
  select.Bind(row).Bind(commit).Bind(commit);
  select.Bind(int64_t{filter.any_day}).Bind(days).Bind(days);
  ASSIGN_OR_RETURN(const bool found, select.Step());
  if (!found) return std::optional<Provision>();
  ASSIGN_OR_RETURN(Provision provision, ReadProvision(select, 0));
  return std::optional<Provision>(std::move(provision));
}

}  // namespace

absl::StatusOr<std::vector<FullProvision>> ReadCandidates(
    Connection* db, int64_t commit, const std::vector<int64_t>& rows,
    const SearchFilter& filter, int limit) {
  Wholes wholes(db, commit);
  std::vector<FullProvision> out;
  for (const int64_t row : rows) {
    if (out.size() >= static_cast<size_t>(limit)) break;
    ASSIGN_OR_RETURN(std::optional<Provision> provision,
                     BelievedRow(db, row, commit, filter));
    if (!provision.has_value()) continue;
    ASSIGN_OR_RETURN(const Edition* edition, wholes.EditionOf(*provision));
    if (edition == nullptr) continue;
    if (!filter.any_day && !InForceOn(*provision, *edition, filter.as_of)) {
      continue;
    }
    ASSIGN_OR_RETURN(const Instrument* instrument,
                     wholes.InstrumentOf(*provision));
    if (instrument == nullptr) continue;
    out.push_back({*instrument, *edition, *std::move(provision)});
  }
  return out;
}

}  // namespace zhiheng::catalog
