// Every name an instrument goes by, in memory, for reading running text: is
// this a title we know, and if not, which is it a misprint of?
//
// Immutable, thread-safe. Build() reads the whole list of instruments of one
// snapshot; fails as the store does.
#ifndef SERVICES_CATALOG_ENGINE_NAME_INDEX_H_
#define SERVICES_CATALOG_ENGINE_NAME_INDEX_H_

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/catalog/engine/title_index.h"
#include "services/catalog/store/catalog_store.h"
#include "services/common/base/mutex.h"

namespace zhiheng::catalog {

// Instruments whose names are held; a catalog with more knows the rest by exact
// look-up only.
inline constexpr int kMaxIndexedInstruments = 200'000;
// Commits that an index is brought up to date with; past them it is rebuilt.
inline constexpr int kMaxIndexedCommits = 256;

class NameIndex {
 public:
  static absl::StatusOr<std::shared_ptr<const NameIndex>> Build(
      const CatalogStore& store, int64_t commit);

  // With or without 中华人民共和国 in front.
  bool Knows(absl::string_view title) const;

  // A known name that `title` is a slip of: one character more, less or other,
  // or two more in front. Empty when none or several are as near.
  std::string MisprintOf(absl::string_view title) const;

  const TitleIndex& titles() const { return titles_; }

  // What the catalog knows since: the instruments that commits up to `to`
  // touched. Names given up stay known. Nothing when they are too many.
  absl::StatusOr<std::shared_ptr<const NameIndex>> Advanced(
      const CatalogStore& store, int64_t from, int64_t to) const;

 private:
  void Add(const Instrument& instrument);
  void AddName(absl::string_view name);

  absl::flat_hash_set<std::string> keys_;
  // By number of characters.
  std::map<size_t, std::vector<std::u32string>> by_length_;
  TitleIndex titles_;
};

// The index of the newest snapshot asked for, built once and brought up to date
// with each commit; one for an older snapshot is built for the call.
// Thread-safe.
class NameIndexCache {
 public:
  absl::StatusOr<std::shared_ptr<const NameIndex>> Get(
      const CatalogStore& store, int64_t commit);

 private:
  Mutex mutex_;
  int64_t commit_ ABSL_GUARDED_BY(mutex_) = -1;
  std::shared_ptr<const NameIndex> index_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace zhiheng::catalog

#endif  // SERVICES_CATALOG_ENGINE_NAME_INDEX_H_
