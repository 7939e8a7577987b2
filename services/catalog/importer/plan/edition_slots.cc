// Tested by plan_test.cc.
#include "services/catalog/importer/plan/edition_slots.h"

#include <algorithm>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/catalog/importer/plan/provenance.h"
#include "services/catalog/model/names.h"

namespace zhiheng::catalog {
namespace {

// An undated text belongs to the edition that says at least this much of it.
constexpr int kSameTextPercent = 60;

// Of two sources for one edition the one whose text answers.
bool Better(const SeenEdition& a, const SeenEdition& b) {
  const auto rank = [](const SeenEdition& s) {
    static constexpr const char* kOrder[] = {"docx", "just-laws", "lawrefbook",
                                             "front-matter", "docx-chunks"};
    size_t place = 0;
    while (place < std::size(kOrder) && s.origin != kOrder[place]) ++place;
    return std::tuple(s.damaged, -s.articles, place, s.file);
  };
  return rank(a) < rank(b);
}

std::string YearOf(const SeenEdition& seen) {
  if (!seen.year.empty()) return seen.year;
  return seen.published.has_value() ? absl::StrCat(seen.published->year())
                                    : std::string();
}

}  // namespace

EditionSlots::EditionSlots(std::string instrument,
                           const std::vector<Edition>& stored)
    : instrument_(std::move(instrument)) {
  for (const Edition& edition : stored) {
    EditionSlot slot;
    slot.edition = edition;
    slot.stored = true;
    slot.own = !Provenance::Parse(edition.source).own.empty();
    slots_.push_back(std::move(slot));
  }
}

bool EditionSlots::Taken(const std::string& id) const {
  return std::any_of(slots_.begin(), slots_.end(),
                     [&](const EditionSlot& s) { return s.edition.id == id; });
}

EditionSlot* EditionSlots::FindDated(const SeenEdition& seen) {
  for (EditionSlot& slot : slots_) {
    if (!seen.year.empty() && slot.edition.id == seen.year) return &slot;
    if (seen.year.empty() && slot.edition.published == seen.published) {
      return &slot;
    }
  }
  // Our own files may know another day of the same year: the adoption, the
  // promulgation. An edition that two sources would share is nobody's.
  for (EditionSlot& slot : slots_) {
    const bool free =
        slot.sources.empty() || slot.sources[0]->published == seen.published;
    const bool same_start = seen.effective.has_value() &&
                            seen.basis != InForceBasis::kAssumed &&
                            slot.edition.effective == seen.effective;
    if (slot.own && free &&
        Provenance::Parse(slot.edition.source).origins.empty() &&
        (same_start || slot.edition.id == YearOf(seen))) {
      return &slot;
    }
    // Once imported into, it is found again the same way.
    if (slot.own && free &&
        Provenance::Parse(slot.edition.source).Has(seen.origin) &&
        (same_start || slot.edition.id == YearOf(seen))) {
      return &slot;
    }
  }
  return nullptr;
}

EditionSlot* EditionSlots::FindByText(const SeenEdition& seen) {
  // Of equals the one that it was imported into before, then the newest: the
  // same again, whatever order the editions come in.
  using Fit = std::tuple<int, bool, std::optional<CivilDate>>;
  EditionSlot* best = nullptr;
  Fit most(kSameTextPercent - 1, true, std::nullopt);
  for (EditionSlot& slot : slots_) {
    const bool before = Provenance::Parse(slot.edition.source).Has(seen.origin);
    for (const SeenEdition* source : slot.sources) {
      const int share = Overlap(source->texts, seen.texts);
      const Fit fit(share, before, slot.edition.published);
      if (share >= kSameTextPercent && fit > most) {
        most = fit;
        best = &slot;
      }
    }
  }
  if (best != nullptr) return best;
  // Imported before: the same source, the same start.
  for (EditionSlot& slot : slots_) {
    if (slot.stored && slot.sources.empty() &&
        !slot.edition.published.has_value() &&
        slot.edition.effective == seen.effective &&
        Provenance::Parse(slot.edition.source).Has(seen.origin)) {
      return &slot;
    }
  }
  for (EditionSlot& slot : slots_) {
    if (slot.edition.id == "undated" && slot.sources.empty()) return &slot;
  }
  // Nothing to compare with: the only edition there is will be meant.
  if (slots_.size() == 1 && slots_[0].sources.empty()) return &slots_[0];
  return nullptr;
}

EditionSlot* EditionSlots::Add(const SeenEdition& seen) {
  std::string id = YearOf(seen);
  if (id.empty()) id = "undated";
  if (Taken(id) && seen.published.has_value()) {
    id = seen.published->ToString();
  }
  const std::string base = id;
  for (int n = 2; Taken(id); ++n) id = absl::StrCat(base, "-", n);
  EditionSlot slot;
  slot.edition.instrument = instrument_;
  slot.edition.id = id;
  slots_.push_back(std::move(slot));
  return &slots_.back();
}

void EditionSlots::Place(const std::vector<const SeenEdition*>& sources) {
  std::vector<const SeenEdition*> order = sources;
  std::stable_sort(order.begin(), order.end(),
                   [](const SeenEdition* a, const SeenEdition* b) {
                     const auto key = [](const SeenEdition& s) {
                       return std::tuple(!s.published.has_value(),
                                         s.published.value_or(CivilDate()),
                                         s.file);
                     };
                     return key(*a) < key(*b);
                   });
  for (const SeenEdition* seen : order) {
    const bool dated = seen->published.has_value() || !seen->year.empty();
    EditionSlot* slot = dated ? FindDated(*seen) : FindByText(*seen);
    if (slot == nullptr) slot = Add(*seen);
    if (!slot->edition.published.has_value()) {
      slot->edition.published = seen->published;
    }
    slot->sources.push_back(seen);
  }
}

void EditionSlots::FillIn(EditionSlot* slot) {
  if (slot->sources.empty()) return;
  Edition& e = slot->edition;
  Provenance from = Provenance::Parse(e.source);
  if (!slot->stored) from.own.clear();
  // The text that answers keeps its place; newcomers queue by quality.
  std::stable_sort(slot->sources.begin(), slot->sources.end(),
                   [&](const SeenEdition* a, const SeenEdition* b) {
                     const auto rank = [&](const SeenEdition& s) {
                       return std::find(from.origins.begin(),
                                        from.origins.end(), s.origin) -
                              from.origins.begin();
                     };
                     if (rank(*a) != rank(*b)) return rank(*a) < rank(*b);
                     return Better(*a, *b);
                   });
  for (const SeenEdition* seen : slot->sources) {
    if (!from.Has(seen->origin)) from.origins.push_back(seen->origin);
    const bool better =
        from.own.empty() && seen->basis != InForceBasis::kUnknown &&
        (from.basis == InForceBasis::kUnknown || seen->basis < from.basis);
    if (better) {
      e.effective = seen->effective;
      from.basis = seen->basis;
    } else if (!e.effective.has_value()) {
      e.effective = seen->effective;
    }
    if (!e.published.has_value()) e.published = seen->published;
    if (e.number.empty()) e.number = seen->edition_number;
    if (!slot->own && seen->superseded.has_value()) {
      e.superseded = seen->superseded;
    }
    if (e.title.zh.empty()) {
      e.title.zh =
          seen->published.has_value()
              ? absl::StrCat(seen->title, "（", seen->published->year(), "年）")
              : seen->title;
      if (!seen->year.empty()) {
        e.title.zh = absl::StrCat(seen->title, "（", seen->year, "年版）");
      }
    }
  }
  e.source = from.ToString();
}

void EditionSlots::Chain() {
  std::vector<EditionSlot*> order;
  for (EditionSlot& slot : slots_) {
    if (slot.edition.effective.has_value()) order.push_back(&slot);
  }
  std::stable_sort(order.begin(), order.end(),
                   [](const EditionSlot* a, const EditionSlot* b) {
                     return std::tuple(a->edition.effective,
                                       a->edition.published, a->edition.id) <
                            std::tuple(b->edition.effective,
                                       b->edition.published, b->edition.id);
                   });
  for (size_t i = 0; i < order.size(); ++i) {
    Edition& e = order[i]->edition;
    // What our own file says about the end stays.
    if (order[i]->own && e.superseded.has_value()) continue;
    size_t next = i + 1;
    while (next < order.size() &&
           *order[next]->edition.effective <= *e.effective) {
      ++next;
    }
    if (next == order.size()) continue;
    const Edition& after = order[next]->edition;
    const std::string successor = EditionName(instrument_, after.id);
    if (!e.superseded.has_value() || *after.effective <= *e.superseded ||
        e.superseded_by == successor) {
      e.superseded = after.effective;
      e.superseded_by = successor;
    }
  }
}

void EditionSlots::Settle() {
  for (EditionSlot& slot : slots_) FillIn(&slot);
  Chain();
}

}  // namespace zhiheng::catalog
