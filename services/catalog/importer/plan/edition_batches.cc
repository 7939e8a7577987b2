// Tested by plan_test.cc.
#include "services/catalog/importer/plan/edition_batches.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/catalog/importer/plan/provenance.h"
#include "services/common/base/status_macros.h"

namespace zhiheng::catalog {
namespace {

// Ids of one edition that are read back for a comparison.
constexpr int kMaxIds = 100'000;

}  // namespace

EditionBatches::EditionBatches(const CatalogStore& store, int64_t commit,
                               Instrument instrument,
                               const std::vector<Edition>& stored)
    : store_(store),
      commit_(commit),
      instrument_(std::move(instrument)),
      stored_(stored) {}

// What answers for the edition already, when this source is not the first.
absl::StatusOr<EditionBatches::Known> EditionBatches::KnownBefore(
    const EditionSlot& slot, const SeenEdition& seen) const {
  Known known;
  if (!slot.stored) return known;
  const Provenance from = Provenance::Parse(slot.edition.source);
  if (from.origins.empty() || from.origins[0] == seen.origin) return known;
  ASSIGN_OR_RETURN(const std::vector<std::string> ids,
                   store_.ListProvisionIds(commit_, instrument_.id,
                                           slot.edition.id, "", kMaxIds));
  std::vector<Provision> texts;
  for (const std::string& id : ids) {
    ASSIGN_OR_RETURN(
        const std::vector<Provision> found,
        store_.GetProvisions(commit_, instrument_.id, slot.edition.id, id));
    // What this very source has added before is no other source's text.
    for (const Provision& p : found) {
      if (p.text_status != TextStatus::kOfficial || p.source == seen.origin) {
        continue;
      }
      known.ids.insert(id);
      texts.push_back(p);
      break;
    }
  }
  known.texts = DigestsOf(texts);
  if (!known.ids.empty()) known.first = from.origins[0];
  return known;
}

void EditionBatches::Compared(const SeenEdition& seen, const Known& known,
                              const TextDifference& difference) {
  auto& [compared, agreeing] =
      pairs_[known.first < seen.origin
                 ? absl::StrCat(known.first, ", ", seen.origin)
                 : absl::StrCat(seen.origin, ", ", known.first)];
  ++compared;
  if (difference.Same()) {
    ++agreeing;
    return;
  }
  diagnostics_.push_back(
      {seen.file, 0, 0, "sources-differ",
       absl::StrCat("\"", seen.title, "\" ",
                    seen.published.has_value() ? seen.published->ToString()
                                               : std::string("undated"),
                    ": ", difference.ToString(known.first, seen.origin)),
       absl::StrCat("the text of ", known.first,
                    " answers, the other one is kept beside it"),
       Level::kNote});
}

absl::Status EditionBatches::AddSource(const EditionSlot& slot,
                                       const SeenEdition& seen,
                                       const ImportedEdition& imported) {
  auto [at, fresh] = known_.try_emplace(slot.edition.id);
  if (fresh) {
    ASSIGN_OR_RETURN(at->second, KnownBefore(slot, seen));
  }
  Known& known = at->second;
  provisions_ += static_cast<int64_t>(imported.provisions.size());
  const bool again = !known.origins.insert(seen.origin).second;
  const bool first = known.first.empty();
  TextDifference difference;
  if (first) {
    known.first = seen.origin;
    known.texts = seen.texts;
  } else if (!seen.texts.empty()) {
    difference = Compare(known.texts, seen.texts);
    Compared(seen, known, difference);
  }
  if (again) {
    // A collection that has one edition twice: its better copy is in.
    if (difference.Same()) {
      diagnostics_.push_back(
          {seen.file, 0, 0, "same-text",
           absl::StrCat("\"", seen.title, "\" is in ", seen.origin,
                        " twice with the same text"),
           "imported once", Level::kNote});
    }
    return absl::OkStatus();
  }
  const std::set<std::string> changed(difference.differing.begin(),
                                      difference.differing.end());
  EditionBatch batch;
  batch.edition = slot.edition;
  for (const Provision& p : imported.provisions) {
    const bool variant = changed.contains(PieceOf(p.id));
    const bool missing =
        !known.ids.contains(p.id) && !known.texts.contains(PieceOf(p.id));
    if (!first && !variant && !missing) continue;
    Provision provision = p;
    provision.instrument = instrument_.id;
    provision.edition = slot.edition.id;
    provision.source = seen.origin;
    // The other reading stands behind the text that answers.
    if (!first && variant) provision.text_status = TextStatus::kConsolidated;
    batch.provisions.push_back(std::move(provision));
  }
  if (first) {
    for (const Provision& p : imported.provisions) known.ids.insert(p.id);
  }
  Batch out;
  out.origin = seen.origin;
  out.instrument = instrument_;
  out.editions.push_back(std::move(batch));
  batches_.push_back(std::move(out));
  return absl::OkStatus();
}

void EditionBatches::AddChangedDates(const Edition& edition) {
  for (const Edition& old : stored_) {
    if (old.id != edition.id || old == edition) continue;
    Batch out;
    out.origin = kDatesOrigin;
    out.instrument = instrument_;
    out.editions.push_back({edition, {}});
    batches_.push_back(std::move(out));
  }
}

std::vector<Batch> EditionBatches::Take() { return std::move(batches_); }

}  // namespace zhiheng::catalog
