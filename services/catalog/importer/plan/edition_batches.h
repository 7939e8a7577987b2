// From the sources of an instrument's editions to what is written: one batch a
// source and edition. The first source of an edition brings its whole text; a
// further one only what it says differently or alone, so that nothing answers
// twice and nothing is lost.
//
// For one thread; one per instrument. Fails with the store's errors.
#ifndef SERVICES_CATALOG_IMPORTER_PLAN_EDITION_BATCHES_H_
#define SERVICES_CATALOG_IMPORTER_PLAN_EDITION_BATCHES_H_

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "services/catalog/importer/formats/imported_edition.h"
#include "services/catalog/importer/plan/edition_slots.h"
#include "services/catalog/store/catalog_store.h"

namespace zhiheng::catalog {

// The origin of batches that only move dates of an edition.
inline constexpr char kDatesOrigin[] = "dates";

class EditionBatches {
 public:
  EditionBatches(const CatalogStore& store, int64_t commit,
                 Instrument instrument, const std::vector<Edition>& stored);

  // Sources of a slot in its order.
  absl::Status AddSource(const EditionSlot& slot, const SeenEdition& seen,
                         const ImportedEdition& imported);
  // An edition without sources here, written only when its dates moved.
  void AddChangedDates(const Edition& edition);

  std::vector<Batch> Take();
  const std::vector<Diagnostic>& diagnostics() const { return diagnostics_; }
  // Compared and agreeing, by pair of origins: "just-laws, lawrefbook".
  const std::map<std::string, std::pair<int64_t, int64_t>>& pairs() const {
    return pairs_;
  }
  int64_t provisions() const { return provisions_; }

 private:
  struct Known {
    std::string first;  // origin of the text that answers
    TextDigests texts;
    std::set<std::string> ids;
    std::set<std::string> origins;
  };
  absl::StatusOr<Known> KnownBefore(const EditionSlot& slot,
                                    const SeenEdition& seen) const;
  void Compared(const SeenEdition& seen, const Known& known,
                const TextDifference& difference);

  const CatalogStore& store_;
  const int64_t commit_;
  const Instrument instrument_;
  const std::vector<Edition>& stored_;
  std::map<std::string, Known> known_;  // by edition id
  std::vector<Batch> batches_;
  std::vector<Diagnostic> diagnostics_;
  std::map<std::string, std::pair<int64_t, int64_t>> pairs_;
  int64_t provisions_ = 0;
};

}  // namespace zhiheng::catalog

#endif  // SERVICES_CATALOG_IMPORTER_PLAN_EDITION_BATCHES_H_
