#include "tests/corpora/search_check.h"

#include <time.h>

#include <algorithm>
#include <chrono>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/catalog/search/chars.h"
#include "services/common/base/clock.h"
#include "services/common/base/status_macros.h"
#include "services/common/base/text.h"

namespace zhiheng::corpora {
namespace {

using catalog::CatalogStore;
using catalog::Edition;
using catalog::Instrument;
using catalog::Provision;

constexpr int kHits = 20;  // ranks below count as missed
constexpr int kPage = 1000;
constexpr int kMaxIds = 20'000;
// Phrases drawn, of which those that are not distinctive fall away.
constexpr int kDrawn = 8 * kSearchSample;

uint64_t Hash(absl::string_view text) {
  uint64_t hash = 0xcbf29ce484222325;
  for (const char c : text) {
    hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
  }
  return hash ^ (hash >> 29);
}

std::string Article(absl::string_view provision) {
  return std::string(provision.substr(0, provision.find('.')));
}

// Runs of Chinese characters of at least kPhraseChars, byte by byte.
std::vector<absl::string_view> Windows(absl::string_view text) {
  std::vector<absl::string_view> out;
  std::vector<size_t> starts;  // of the characters of the run
  for (size_t pos = 0; pos < text.size();) {
    const size_t at = pos;
    const char32_t c = NextCodePoint(text, &pos);
    if (catalog::Classify(c) != catalog::CharClass::kHan) {
      starts.clear();
      continue;
    }
    starts.push_back(at);
    if (starts.size() < static_cast<size_t>(kPhraseChars)) continue;
    const size_t from = starts[starts.size() - kPhraseChars];
    out.push_back(text.substr(from, pos - from));
  }
  return out;
}

struct Held {
  Instrument instrument;
  Edition edition;  // in force on the day
};

absl::StatusOr<std::vector<Held>> InForce(const CatalogStore& store,
                                          int64_t commit, CivilDate day) {
  std::vector<Held> out;
  std::string after;
  while (true) {
    ASSIGN_OR_RETURN(const std::vector<Instrument> page,
                     store.ListInstruments(commit, catalog::Kind::kUnspecified,
                                           after, kPage));
    for (const Instrument& one : page) {
      ASSIGN_OR_RETURN(const std::vector<Edition> editions,
                       store.ListEditions(commit, one.id));
      for (auto e = editions.rbegin(); e != editions.rend(); ++e) {
        if (!e->InForce().Contains(day)) continue;
        out.push_back({one, *e});
        break;
      }
    }
    if (static_cast<int>(page.size()) < kPage) return out;
    after = page.back().id;
  }
}

// Calls `fn(held, article, text)` for every article in force.
template <typename Fn>
absl::Status ForArticles(const CatalogStore& store, int64_t commit,
                         const std::vector<Held>& all, Fn fn) {
  for (const Held& held : all) {
    ASSIGN_OR_RETURN(const std::vector<std::string> ids,
                     store.ListProvisionIds(commit, held.instrument.id,
                                            held.edition.id, "", kMaxIds));
    for (const std::string& id : ids) {
      if (!absl::StartsWith(id, "art") || absl::StrContains(id, ".")) continue;
      ASSIGN_OR_RETURN(
          const std::vector<Provision> forms,
          store.GetProvisions(commit, held.instrument.id, held.edition.id, id));
      if (!forms.empty()) fn(held, id, forms.front().text.zh);
    }
  }
  return absl::OkStatus();
}

template <typename T>
std::vector<T> Smallest(std::vector<std::pair<uint64_t, T>> drawn,
                        size_t count) {
  std::sort(drawn.begin(), drawn.end(),
            [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<T> out;
  for (auto& [hash, one] : drawn) {
    if (out.size() < count) out.push_back(std::move(one));
  }
  return out;
}

// What this thread has worked: on a machine with other work the time on the
// wall says more of that.
double ThreadMilliseconds() {
  timespec now = {};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e3 +
         static_cast<double>(now.tv_nsec) / 1e6;
}

// Found what was asked for.
bool Answers(const SearchCase& want, const catalog::v1::Provision& got) {
  return got.citation().instrument() == want.instrument &&
         (want.article.empty() ||
          Article(got.citation().provision()) == want.article);
}

}  // namespace

absl::StatusOr<SearchSample> SampleSearches(const CatalogStore& store,
                                            CivilDate as_of) {
  ASSIGN_OR_RETURN(const catalog::Snapshot snapshot, store.Open({}));
  const int64_t commit = snapshot.commit;
  ASSIGN_OR_RETURN(const std::vector<Held> all, InForce(store, commit, as_of));
  SearchSample out;
  std::vector<std::pair<uint64_t, SearchCase>> titles;
  for (const Held& held : all) {
    const std::string& title = held.instrument.title.zh;
    if (Utf8Length(title) > 150) continue;  // longer than a query may be
    titles.push_back(
        {Hash(held.instrument.id), {title, held.instrument.id, ""}});
  }
  out.titles = Smallest(std::move(titles), kSearchSample);

  std::vector<std::pair<uint64_t, SearchCase>> drawn;
  RETURN_IF_ERROR(ForArticles(
      store, commit, all,
      [&](const Held& held, const std::string& id, const std::string& text) {
        const uint64_t hash = Hash(absl::StrCat(held.instrument.id, "/", id));
        const std::vector<absl::string_view> windows = Windows(text);
        if (windows.empty()) return;
        drawn.push_back({hash,
                         {std::string(windows[hash % windows.size()]),
                          held.instrument.id, id}});
      }));
  const std::vector<SearchCase> candidates =
      Smallest(std::move(drawn), static_cast<size_t>(kDrawn));
  absl::flat_hash_map<std::string, int> articles;
  for (const SearchCase& one : candidates) articles[one.query] = 0;
  RETURN_IF_ERROR(ForArticles(
      store, commit, all,
      [&](const Held&, const std::string&, const std::string& text) {
        absl::flat_hash_set<absl::string_view> seen;
        for (const absl::string_view window : Windows(text)) {
          const auto at = articles.find(window);
          if (at != articles.end() && seen.insert(at->first).second) {
            ++at->second;
          }
        }
      }));
  for (const SearchCase& one : candidates) {
    if (articles[one.query] == 1 &&
        out.phrases.size() < static_cast<size_t>(kSearchSample)) {
      out.phrases.push_back(one);
    }
  }
  return out;
}

absl::StatusOr<SearchScore> RunSearches(const catalog::CatalogEngine& engine,
                                        const std::vector<SearchCase>& cases,
                                        CivilDate as_of) {
  const SystemClock clock;
  SearchScore out;
  for (const SearchCase& one : cases) {
    catalog::v1::SearchProvisionsRequest request;
    request.set_query(one.query);
    request.set_page_size(kHits);
    request.mutable_read()->mutable_as_of()->set_year(as_of.year());
    request.mutable_read()->mutable_as_of()->set_month(as_of.month());
    request.mutable_read()->mutable_as_of()->set_day(as_of.day());
    const double busy = ThreadMilliseconds();
    const auto start = std::chrono::steady_clock::now();
    ASSIGN_OR_RETURN(const auto got,
                     engine.SearchProvisions(
                         CallContext::Root(&clock, absl::Minutes(1)), request));
    out.milliseconds.push_back(std::chrono::duration<double, std::milli>(
                                   std::chrono::steady_clock::now() - start)
                                   .count());
    out.busy.push_back(ThreadMilliseconds() - busy);
    int rank = 0;
    std::vector<std::string>& names = out.answers.emplace_back();
    for (const auto& hit : got.hits()) {
      names.push_back(hit.provision().name());
      if (rank == 0 && Answers(one, hit.provision())) {
        rank = static_cast<int>(names.size());
      }
    }
    if (rank > 0) out.mean_reciprocal_rank += 1.0 / rank;
    out.first += rank == 1 ? 1 : 0;
    out.missed += rank == 0 ? 1 : 0;
    if (rank != 1) {
      out.worst.push_back(absl::StrCat(
          rank == 0 ? "missed" : absl::StrCat("rank ", rank), ": ", one.query,
          " (", one.instrument, " ", one.article,
          "); first: ", names.empty() ? "nothing" : names.front()));
    }
  }
  if (!cases.empty()) {
    out.mean_reciprocal_rank /= static_cast<double>(cases.size());
  }
  std::sort(out.milliseconds.begin(), out.milliseconds.end());
  std::sort(out.busy.begin(), out.busy.end());
  return out;
}

double Percentile(const std::vector<double>& ascending, double share) {
  if (ascending.empty()) return 0;
  const auto at =
      static_cast<size_t>(share * static_cast<double>(ascending.size() - 1));
  return ascending[at];
}

}  // namespace zhiheng::corpora
