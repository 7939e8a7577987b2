// The catalog as it was believed at one snapshot, asked for one day.
//
// Immutable, thread-safe; the store must outlive it. Errors carry a reason
// (INSTRUMENT_NOT_FOUND, EDITION_NOT_IN_FORCE …), what was asked for, and a
// hint: what there is instead.
#ifndef SERVICES_CATALOG_ENGINE_READ_VIEW_H_
#define SERVICES_CATALOG_ENGINE_READ_VIEW_H_

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/catalog/model/names.h"
#include "services/catalog/store/catalog_store.h"

namespace zhiheng::catalog {

// Whether a provision that is not in force on the day will do.
enum class Days { kInForceOnly, kAny };

class ReadView {
 public:
  ReadView(const CatalogStore* store, Snapshot snapshot, CivilDate as_of)
      : store_(store), snapshot_(std::move(snapshot)), as_of_(as_of) {}

  const Snapshot& snapshot() const { return snapshot_; }
  CivilDate as_of() const { return as_of_; }
  const CatalogStore& store() const { return *store_; }

  // NOT_FOUND with the nearest id there is.
  absl::StatusOr<Instrument> GetInstrument(absl::string_view id) const;

  // The edition in force on the day, of overlapping ones the latest; nullopt
  // when none is.
  absl::StatusOr<std::optional<Edition>> EditionInForce(
      absl::string_view instrument) const;

  // The most reliable text of the provision. An empty edition means the one in
  // force; an empty provision the whole edition. NOT_FOUND when there is none;
  // FAILED_PRECONDITION when it is not in force on the day (kInForceOnly).
  absl::StatusOr<FullProvision> GetProvision(const ProvisionKey& key,
                                             Days days) const;

 private:
  absl::StatusOr<Edition> PickEdition(const Instrument& instrument,
                                      const ProvisionKey& key, Days days) const;
  absl::Status NoProvision(const Instrument& instrument, const Edition& edition,
                           const ProvisionKey& key) const;

  const CatalogStore* store_;
  Snapshot snapshot_;
  CivilDate as_of_;
};

}  // namespace zhiheng::catalog

#endif  // SERVICES_CATALOG_ENGINE_READ_VIEW_H_
