#include "tests/corpora/point_in_time.h"

#include <set>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/catalog/engine/read_view.h"

namespace zhiheng::corpora {
namespace {

using catalog::Edition;
using catalog::Instrument;
using catalog::Provision;

// The naive answer: the latest start that is not after the day, and its end.
const Edition* Expected(const std::vector<Edition>& editions, CivilDate day) {
  const Edition* best = nullptr;
  for (const Edition& e : editions) {
    if (!e.effective.has_value() || *e.effective > day) continue;
    if (e.superseded.has_value() && *e.superseded <= day) continue;
    if (best == nullptr || *e.effective > *best->effective ||
        (*e.effective == *best->effective && e.published > best->published)) {
      best = &e;
    }
  }
  return best;
}

class Checker {
 public:
  explicit Checker(const catalog::CatalogStore& store) : store_(store) {
    const auto snapshot = store.Open({});
    if (snapshot.ok()) snapshot_ = *snapshot;
  }

  PointInTime Run() {
    std::string after;
    while (true) {
      const auto page = store_.ListInstruments(
          snapshot_.commit, catalog::Kind::kUnspecified, after, 500);
      if (!page.ok() || page->empty()) return out_;
      for (const Instrument& instrument : *page) Check(instrument);
      after = page->back().id;
    }
  }

 private:
  void Check(const Instrument& instrument) {
    const auto editions = store_.ListEditions(snapshot_.commit, instrument.id);
    if (!editions.ok() || editions->size() < 2) return;
    ++out_.instruments;
    std::set<CivilDate> changes;
    for (const Edition& e : *editions) {
      if (!e.effective.has_value()) return;  // nothing can be told by day
      changes.insert(*e.effective);
    }
    for (const CivilDate change : changes) {
      ++out_.changes;
      for (int days : {-1, 0, 1}) {
        Read(instrument, *editions, change.PlusDays(days));
      }
    }
  }

  void Read(const Instrument& instrument, const std::vector<Edition>& editions,
            CivilDate day) {
    ++out_.reads;
    const catalog::ReadView view(&store_, snapshot_, day);
    const Edition* want = Expected(editions, day);
    const auto got = view.EditionInForce(instrument.id);
    const std::string where =
        absl::StrCat(instrument.id, " on ", day.ToString(), ": ");
    if (!got.ok()) {
      out_.wrong.push_back(absl::StrCat(where, got.status().message()));
      return;
    }
    const std::string wanted = want == nullptr ? "none" : want->id;
    const std::string found = got->has_value() ? (*got)->id : "none";
    if (wanted != found) {
      out_.wrong.push_back(
          absl::StrCat(where, "wanted ", wanted, ", got ", found));
      return;
    }
    if (want == nullptr) return;
    // The first, the middle and the last article say what their edition says.
    const auto ids = store_.ListProvisionIds(snapshot_.commit, instrument.id,
                                             want->id, "art", 100'000);
    if (!ids.ok() || ids->empty()) return;
    for (size_t at : {size_t{0}, ids->size() / 2, ids->size() - 1}) {
      const auto read = view.GetProvision({instrument.id, "", (*ids)[at]},
                                          catalog::Days::kInForceOnly);
      const auto stored = store_.GetProvisions(snapshot_.commit, instrument.id,
                                               want->id, (*ids)[at]);
      if (!read.ok() || !stored.ok() || stored->empty() ||
          read->edition.id != want->id ||
          !(read->provision.text == (*stored)[0].text)) {
        out_.wrong.push_back(
            absl::StrCat(where, (*ids)[at], " is not the text of ", want->id));
      }
    }
  }

  const catalog::CatalogStore& store_;
  catalog::Snapshot snapshot_;
  PointInTime out_;
};

}  // namespace

PointInTime CheckPointInTime(const catalog::CatalogStore& store) {
  return Checker(store).Run();
}

}  // namespace zhiheng::corpora
