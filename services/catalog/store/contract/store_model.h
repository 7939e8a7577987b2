// A catalog as plain lists, to hold a store against: after each commit a copy
// of all that was believed. Slow and obvious. Test only.
#ifndef SERVICES_CATALOG_STORE_CONTRACT_STORE_MODEL_H_
#define SERVICES_CATALOG_STORE_CONTRACT_STORE_MODEL_H_

#include <algorithm>
#include <map>
#include <random>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/catalog/store/catalog_store.h"

namespace zhiheng::catalog {

inline CivilDate Day(absl::string_view text) { return *CivilDate::Parse(text); }

// Days that the random catalog is asked about: a few years, a day each month.
inline CivilDate ModelDay(uint32_t number) {
  return Day("2020-01-01").PlusMonths(number % 48);
}

// Batches for two instruments with two editions each, from two origins.
// Provisions begin, end, pause and come back on random days.
inline std::vector<Batch> RandomBatches(uint32_t seed, int count) {
  std::mt19937 random(seed);
  const auto maybe_day = [&]() -> std::optional<CivilDate> {
    if (random() % 2 == 0) return std::nullopt;
    return ModelDay(static_cast<uint32_t>(random()));
  };
  std::vector<Batch> out;
  for (int n = 0; n < count; ++n) {
    Batch batch;
    batch.origin = random() % 3 == 0 ? "other" : "zhiheng";
    batch.instrument.id = absl::StrCat("law-", random() % 2);
    batch.instrument.kind = Kind::kLaw;
    batch.instrument.title.zh = absl::StrCat("名称", random() % 3);
    for (const char* id : {"1", "2"}) {
      if (random() % 4 == 0) continue;
      EditionBatch part;
      part.edition.instrument = batch.instrument.id;
      part.edition.id = id;
      part.edition.effective = maybe_day();
      part.edition.superseded = maybe_day();
      std::set<std::pair<std::string, std::optional<CivilDate>>> stretches;
      for (int i = 0; i < 8; ++i) {
        Provision p;
        p.instrument = batch.instrument.id;
        p.edition = id;
        p.id = absl::StrCat("art", 1 + random() % 4);
        p.ordinal = i;
        p.text.zh = absl::StrCat("规定内容", random() % 3);
        p.text_status =
            random() % 2 == 0 ? TextStatus::kOfficial : TextStatus::kSummary;
        p.effective = maybe_day();
        p.superseded = maybe_day();
        if (random() % 4 == 0) {
          const CivilDate from = ModelDay(static_cast<uint32_t>(random()));
          p.suspended = {{from, from.PlusMonths(5)}};
        }
        if (!stretches.insert({p.id, p.effective}).second) continue;
        part.provisions.push_back(p);
      }
      batch.editions.push_back(part);
    }
    out.push_back(batch);
  }
  return out;
}

// What was believed after a commit: what each origin said last.
struct ModelState {
  // By instrument, edition, origin.
  std::map<std::tuple<std::string, std::string, std::string>, EditionBatch>
      editions;
};

inline std::vector<Provision> ModelForms(const ModelState& state,
                                         const std::string& instrument,
                                         const std::string& edition,
                                         const std::string& id) {
  std::vector<Provision> out;
  for (const auto& [key, part] : state.editions) {
    if (std::get<0>(key) != instrument || std::get<1>(key) != edition) continue;
    for (const Provision& p : part.provisions) {
      if (p.id == id) out.push_back(p);
    }
  }
  return out;
}

// The days of an edition: those of our own files, else of the other origin.
inline DateInterval ModelDays(const ModelState& state,
                              const std::string& instrument,
                              const std::string& edition) {
  const auto house = state.editions.find({instrument, edition, "zhiheng"});
  const auto other = state.editions.find({instrument, edition, "other"});
  const Edition none;
  const Edition& a =
      house != state.editions.end() ? house->second.edition : none;
  const Edition& b =
      other != state.editions.end() ? other->second.edition : none;
  DateInterval days{
      a.effective.value_or(b.effective.value_or(CivilDate::Min())),
      a.superseded.has_value() ? a.superseded : b.superseded};
  if (days.Empty()) {
    days.until = house != state.editions.end() ? a.superseded : b.superseded;
  }
  return days;
}

// Empty, or what the store says otherwise than the lists.
inline std::string CompareWithModel(CatalogStore* store,
                                    const std::vector<Batch>& batches) {
  std::vector<ModelState> history(1);
  std::vector<absl::Time> recorded = {absl::InfinitePast()};
  absl::Time now = absl::FromUnixSeconds(1'700'000'000);
  for (const Batch& batch : batches) {
    now += absl::Hours(1);
    const auto result = store->Commit(batch, now);
    if (!result.ok()) return result.status().ToString();
    if (result->Unchanged()) continue;
    ModelState next = history.back();
    for (const EditionBatch& part : batch.editions) {
      next.editions[{batch.instrument.id, part.edition.id, batch.origin}] =
          part;
    }
    history.push_back(std::move(next));
    recorded.push_back(now);
    if (result->snapshot.commit != static_cast<int64_t>(history.size()) - 1) {
      return absl::StrCat("commit ", result->snapshot.commit, " is not next");
    }
  }
  const auto query = *ParseSearchQuery("规定内容");
  for (size_t commit = 0; commit < history.size(); ++commit) {
    const ModelState& state = history[commit];
    const auto at = static_cast<int64_t>(commit);
    if (commit > 0 &&
        store->Open({.known_at = recorded[commit]})->commit != at) {
      return absl::StrCat("commit ", commit, " is not known at its time");
    }
    std::map<std::string, int> in_force;  // by day
    const CivilDate days[] = {ModelDay(3), ModelDay(20),
                              ModelDay(20).PlusDays(-1), ModelDay(41)};
    for (const char* instrument : {"law-0", "law-1"}) {
      for (const char* edition : {"1", "2"}) {
        const DateInterval whole = ModelDays(state, instrument, edition);
        for (const char* id : {"art1", "art2", "art3", "art4"}) {
          const auto want = ModelForms(state, instrument, edition, id);
          const auto got = store->GetProvisions(at, instrument, edition, id);
          if (!got.ok()) return got.status().ToString();
          if (!std::is_permutation(got->begin(), got->end(), want.begin(),
                                   want.end())) {
            return absl::StrCat("commit ", commit, ": ", instrument, "/",
                                edition, "/", id, " has ", got->size(),
                                " forms, the lists ", want.size());
          }
          for (const CivilDate day : days) {
            for (const Provision& p : want) {
              const bool own = p.effective.value_or(day) <= day &&
                               (!p.superseded || day < *p.superseded);
              const bool paused =
                  !p.suspended.empty() && p.suspended[0].Contains(day);
              if (own && !paused && whole.Contains(day)) {
                ++in_force[day.ToString()];
              }
            }
          }
        }
      }
    }
    for (const CivilDate day : days) {
      const auto found = store->FindCandidates(at, query, {.as_of = day}, 1000);
      if (!found.ok()) return found.status().ToString();
      if (static_cast<int>(found->size()) != in_force[day.ToString()]) {
        return absl::StrCat("commit ", commit, ", ", day.ToString(), ": ",
                            found->size(), " in force, the lists say ",
                            in_force[day.ToString()]);
      }
    }
  }
  return "";
}

}  // namespace zhiheng::catalog

#endif  // SERVICES_CATALOG_STORE_CONTRACT_STORE_MODEL_H_
