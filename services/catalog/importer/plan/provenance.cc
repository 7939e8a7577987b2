#include "services/catalog/importer/plan/provenance.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "services/common/base/status_macros.h"

namespace zhiheng::catalog {
namespace {

constexpr char kMark[] = "imported from ";
constexpr char kBehindOwn[] = "; text imported from ";

}  // namespace

Provenance Provenance::Parse(const std::string& source) {
  Provenance out;
  std::string rest;
  if (const size_t at = source.find(kBehindOwn); at != std::string::npos) {
    out.own = source.substr(0, at);
    rest = source.substr(at + sizeof(kBehindOwn) - 1);
  } else if (absl::StartsWith(source, kMark)) {
    rest = source.substr(sizeof(kMark) - 1);
  } else {
    out.own = source;
    return out;
  }
  const std::vector<std::string> parts =
      absl::StrSplit(rest, absl::MaxSplits("; ", 1));
  out.origins = absl::StrSplit(parts[0], ", ");
  if (parts.size() > 1) {
    for (InForceBasis basis :
         {InForceBasis::kStated, InForceBasis::kText, InForceBasis::kAssumed}) {
      if (parts[1] == InForceWords(basis)) out.basis = basis;
    }
  }
  return out;
}

std::string Provenance::ToString() const {
  if (origins.empty()) return own;
  const std::string names = absl::StrJoin(origins, ", ");
  if (!own.empty()) return absl::StrCat(own, kBehindOwn, names);
  return absl::StrCat(kMark, names, "; ", InForceWords(basis));
}

bool Provenance::Has(const std::string& origin) const {
  return std::find(origins.begin(), origins.end(), origin) != origins.end();
}

absl::Status KeepWhatImportsAdded(const CatalogStore& store, Batch* batch) {
  ASSIGN_OR_RETURN(const Snapshot snapshot, store.Open({}));
  ASSIGN_OR_RETURN(const std::vector<Edition> stored,
                   store.ListEditions(snapshot.commit, batch->instrument.id));
  for (EditionBatch& mine : batch->editions) {
    for (const Edition& old : stored) {
      if (old.id != mine.edition.id) continue;
      const Provenance before = Provenance::Parse(old.source);
      if (before.origins.empty()) continue;
      Edition& e = mine.edition;
      Provenance now = Provenance::Parse(e.source);
      now.origins = before.origins;
      e.source = now.ToString();
      if (e.number.empty()) e.number = old.number;
      if (!e.published.has_value()) e.published = old.published;
      if (!e.effective.has_value()) e.effective = old.effective;
      if (!e.superseded.has_value()) {
        e.superseded = old.superseded;
        e.superseded_by = old.superseded_by;
      }
    }
  }
  return absl::OkStatus();
}

}  // namespace zhiheng::catalog
