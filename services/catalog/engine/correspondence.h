// Where provisions went from one edition to another, as recorded in
// data/correspondence/*.yaml:
//
//   instrument: trademark-law
//   from: "2019"
//   to: "2026"
//   pairs:
//     - {from: art57, to: art72, relation: moved, note: 侵权行为}
//
// relation: moved, merged, split, new (no from), repealed (no to).
// Immutable, thread-safe. Held in memory and read at the start: a few thousand
// pairs at most, and no part of snapshots. Load() fails with
// FAILED_PRECONDITION and every diagnostic; a folder that is not there is an
// empty table.
#ifndef SERVICES_CATALOG_ENGINE_CORRESPONDENCE_H_
#define SERVICES_CATALOG_ENGINE_CORRESPONDENCE_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/catalog/importer/diagnostic.h"
#include "services/catalog/model/names.h"

namespace zhiheng::catalog {

// Values equal those of zhiheng.catalog.v1.Correspondence.Relation.
enum class Relation { kMoved = 1, kMerged, kSplit, kNew, kRepealed };

struct CorrespondencePair {
  ProvisionKey from;  // provision empty when new
  ProvisionKey to;    // provision empty when repealed
  Relation relation = Relation::kMoved;
  std::string note;
};

// Editions that a search for a successor passes through.
inline constexpr int kMaxEditionSteps = 8;

class CorrespondenceTable {
 public:
  // Every *.yaml of `folder`.
  static absl::StatusOr<CorrespondenceTable> Load(const std::string& folder);
  // One file's text; what is wrong goes to `diagnostics`.
  void Parse(absl::string_view text, const std::string& file,
             std::vector<Diagnostic>* diagnostics);

  // Of an instrument, in the order of the files.
  std::vector<CorrespondencePair> Of(absl::string_view instrument) const;

  // Where `key` is in edition `to`, step by step through the editions that
  // tables connect. A piece of a provision follows it. Empty: nothing recorded.
  std::vector<ProvisionKey> Successors(const ProvisionKey& key,
                                       absl::string_view to) const;

 private:
  std::vector<CorrespondencePair> pairs_;
};

}  // namespace zhiheng::catalog

#endif  // SERVICES_CATALOG_ENGINE_CORRESPONDENCE_H_
