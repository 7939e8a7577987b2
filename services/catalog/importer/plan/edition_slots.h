// The editions of one instrument as they will be: those the store knows and
// those the sources bring, each source in the edition it speaks of, and the
// days on which one takes over from the other.
//
// For one thread; one per instrument. Never fails.
#ifndef SERVICES_CATALOG_IMPORTER_PLAN_EDITION_SLOTS_H_
#define SERVICES_CATALOG_IMPORTER_PLAN_EDITION_SLOTS_H_

#include <optional>
#include <string>
#include <vector>

#include "services/catalog/importer/plan/comparison.h"
#include "services/catalog/importer/text/legal_events.h"
#include "services/catalog/model/records.h"

namespace zhiheng::catalog {

// What is known of one source's edition before its text is read again.
struct SeenEdition {
  size_t input = 0;  // index of the Input
  size_t place = 0;  // which of the input's editions
  std::string origin;
  std::string file;
  std::string title;
  std::string edition_number;
  std::string year;  // of a standard's number
  std::optional<CivilDate> published;
  std::optional<CivilDate> effective;
  std::optional<CivilDate> superseded;
  InForceBasis basis = InForceBasis::kUnknown;
  bool damaged = false;
  int articles = 0;
  TextDigests texts;
};

struct EditionSlot {
  Edition edition;
  bool stored = false;  // the store has it
  bool own = false;     // our own files describe it: their dates stay
  std::vector<const SeenEdition*> sources;  // best first
};

class EditionSlots {
 public:
  EditionSlots(std::string instrument, const std::vector<Edition>& stored);

  // Dated sources before undated ones, oldest first.
  void Place(const std::vector<const SeenEdition*>& sources);
  // Fills in what the sources know, and who supersedes whom.
  void Settle();

  const std::vector<EditionSlot>& slots() const { return slots_; }

 private:
  EditionSlot* FindDated(const SeenEdition& seen);
  EditionSlot* FindByText(const SeenEdition& seen);
  EditionSlot* Add(const SeenEdition& seen);
  bool Taken(const std::string& id) const;
  void FillIn(EditionSlot* slot);
  void Chain();

  const std::string instrument_;
  std::vector<EditionSlot> slots_;
};

}  // namespace zhiheng::catalog

#endif  // SERVICES_CATALOG_IMPORTER_PLAN_EDITION_SLOTS_H_
