// Tested by search_call_test.cc.
#include "services/catalog/engine/title_index.h"

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/strip.h"

namespace zhiheng::catalog {
namespace {

constexpr absl::string_view kCountry = "中华人民共和国";

}  // namespace

std::vector<std::u32string> FoldedNames(const Instrument& instrument) {
  std::vector<std::u32string> names;
  const auto add = [&](absl::string_view name) {
    if (!name.empty()) names.push_back(FoldText(name));
  };
  add(instrument.title.zh);
  if (absl::StartsWith(instrument.title.zh, kCountry)) {
    add(absl::StripPrefix(instrument.title.zh, kCountry));
  }
  add(instrument.title.en);
  add(instrument.number);
  for (const std::string& name : instrument.short_names) add(name);
  return names;
}

void TitleIndex::Set(const Instrument& instrument) {
  const auto [at, added] = places_.try_emplace(instrument.id, entries_.size());
  if (added) entries_.push_back({instrument.id, {}});
  entries_[at->second].names = FoldedNames(instrument);
}

template <typename Measure>
std::vector<TitleHit> TitleIndex::Best(size_t limit, double least,
                                       Measure measure) const {
  std::vector<TitleHit> hits;
  for (const Entry& entry : entries_) {
    double share = 0;
    for (const std::u32string& name : entry.names) {
      share = std::max(share, measure(name));
    }
    if (share > 0 && share >= least) hits.push_back({entry.instrument, share});
  }
  const auto better = [](const TitleHit& a, const TitleHit& b) {
    return a.share != b.share ? a.share > b.share : a.instrument < b.instrument;
  };
  const size_t kept = std::min(limit, hits.size());
  std::partial_sort(hits.begin(), hits.begin() + static_cast<long>(kept),
                    hits.end(), better);
  hits.resize(kept);
  return hits;
}

std::vector<TitleHit> TitleIndex::Find(const Ranker& query,
                                       size_t limit) const {
  std::vector<TitleHit> hits =
      Best(limit, 0.0,
           [&](const std::u32string& name) { return query.TitleShare(name); });
  if (!hits.empty()) return hits;
  return Best(limit, kNearTitle, [&](const std::u32string& name) {
    return query.TokenShare(name);
  });
}

}  // namespace zhiheng::catalog
