// Finding rows: segment by segment, one byte a row counts the clauses matched.
// The cost is the length of the lists of the query's keys and one pass over the
// rows of each segment. Tested by postings_test.cc.
#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/catalog/store/postings/posting_index.h"
#include "services/common/base/status_macros.h"

namespace zhiheng::catalog {
namespace {

struct Match {
  uint32_t score = 0;
  int64_t row = 0;
};

bool Better(const Match& a, const Match& b) {
  return a.score != b.score ? a.score > b.score : a.row > b.row;
}

// Calls `fn(list)` for every list of the segment with a key in `range`.
template <typename Fn>
absl::Status ForLists(PostingStore* store, const SegmentInfo& segment,
                      KeyRange range, Fn fn) {
  const auto damaged = [&] {
    return absl::DataLossError(
        absl::StrCat("store: segment ", segment.id,
                     " of the search index is damaged; restore a backup"));
  };
  ASSIGN_OR_RETURN(std::optional<Chunk> chunk,
                   store->ChunkAt(segment.id, range.first));
  if (!chunk.has_value()) {
    ASSIGN_OR_RETURN(chunk, store->ChunkAfter(segment.id, range.first));
  }
  while (chunk.has_value()) {
    ChunkReader reader(chunk->data);
    PostingList list;
    while (reader.Next(&list)) {
      if (list.key > range.last) return absl::OkStatus();
      if (list.key < range.first) continue;
      if (!fn(list)) return damaged();
    }
    if (!reader.ok()) return damaged();
    if (range.first == range.last && chunk->first_key >= range.first) break;
    ASSIGN_OR_RETURN(chunk, store->ChunkAfter(segment.id, chunk->first_key));
  }
  return absl::OkStatus();
}

// Counts matches in one segment.
class SegmentSearch {
 public:
  SegmentSearch(PostingStore* store, const SegmentInfo& segment)
      : store_(store),
        segment_(segment),
        hits_(static_cast<size_t>(segment.RowCount())),
        score_(static_cast<size_t>(segment.RowCount())) {}

  // False when nothing matches.
  absl::StatusOr<bool> Run(const PostingQuery& query,
                           const std::vector<uint16_t>& weights) {
    bool alive = !query.clauses.empty();
    for (const std::vector<KeyRange>& filter : query.filters) {
      if (alive) {
        ASSIGN_OR_RETURN(alive, MatchAll(filter));
      }
    }
    for (size_t i = 0; i < query.clauses.size() && alive; ++i) {
      if (query.any) {
        RETURN_IF_ERROR(MatchAny(query.clauses[i], weights[i]));
      } else {
        ASSIGN_OR_RETURN(alive, MatchAll(query.clauses[i]));
      }
    }
    return alive;
  }

  // Rows that Run() matched.
  void Collect(bool any, std::vector<Match>* out) const {
    for (size_t row = hits_.size(); row-- > 0;) {
      if (hits_[row] < done_ || (any && score_[row] == 0)) continue;
      out->push_back(
          {score_[row], segment_.first_row + static_cast<int64_t>(row)});
    }
  }

 private:
  // Of the rows that matched all before, those that match this too. False when
  // there is none.
  absl::StatusOr<bool> MatchAll(const std::vector<KeyRange>& ranges) {
    bool found = false;
    for (const KeyRange& range : ranges) {
      RETURN_IF_ERROR(
          ForLists(store_, segment_, range, [&](const PostingList& list) {
            const bool strong = (list.key & kStrongBit) != 0;
            return list.ForEach([&](uint64_t row) {
              if (row >= hits_.size()) return;
              if (hits_[row] == done_) {
                ++hits_[row];
                found = true;
              }
              if (strong && hits_[row] == done_ + 1 && score_[row] <= done_) {
                ++score_[row];
              }
            });
          }));
    }
    ++done_;
    return found;
  }

  absl::Status MatchAny(const std::vector<KeyRange>& ranges, uint16_t weight) {
    for (const KeyRange& range : ranges) {
      RETURN_IF_ERROR(
          ForLists(store_, segment_, range, [&](const PostingList& list) {
            return list.ForEach([&](uint64_t row) {
              if (row >= hits_.size()) return;
              score_[row] = static_cast<uint16_t>(
                  std::min(0xffff, int{score_[row]} + weight));
            });
          }));
    }
    return absl::OkStatus();
  }

  PostingStore* const store_;
  const SegmentInfo segment_;
  std::vector<uint16_t> hits_;
  std::vector<uint16_t> score_;
  uint16_t done_ = 0;  // filters and clauses that every row left matches
};

// How many rows a clause has, in all segments.
absl::StatusOr<uint64_t> CountRows(PostingStore* store,
                                   const std::vector<SegmentInfo>& segments,
                                   const std::vector<KeyRange>& ranges) {
  uint64_t count = 0;
  for (const SegmentInfo& segment : segments) {
    for (const KeyRange& range : ranges) {
      RETURN_IF_ERROR(
          ForLists(store, segment, range, [&](const PostingList& list) {
            count += list.count;
            return true;
          }));
    }
  }
  return count;
}

// Rare clauses weigh more: 16 times the binary logarithm, in whole numbers.
uint16_t Weight(uint64_t rows, uint64_t total) {
  if (rows == 0) return 0;
  const double ratio =
      1.0 + static_cast<double>(total) / static_cast<double>(rows);
  return static_cast<uint16_t>(1 + std::lround(16 * std::log2(ratio)));
}

}  // namespace

absl::StatusOr<std::vector<int64_t>> FindRows(PostingStore* store,
                                              const PostingQuery& query,
                                              size_t limit) {
  ASSIGN_OR_RETURN(const std::vector<SegmentInfo> segments, store->Segments());
  std::vector<uint16_t> weights;
  if (query.any && !segments.empty()) {
    const auto total = static_cast<uint64_t>(segments.back().last_row);
    for (const std::vector<KeyRange>& clause : query.clauses) {
      ASSIGN_OR_RETURN(const uint64_t rows, CountRows(store, segments, clause));
      weights.push_back(Weight(rows, total));
    }
  }
  std::vector<Match> matches;
  for (const SegmentInfo& segment : segments) {
    SegmentSearch search(store, segment);
    ASSIGN_OR_RETURN(const bool some, search.Run(query, weights));
    if (some) search.Collect(query.any, &matches);
  }
  const size_t keep = std::min(limit, matches.size());
  std::partial_sort(matches.begin(), matches.begin() + static_cast<long>(keep),
                    matches.end(), Better);
  std::vector<int64_t> rows;
  rows.reserve(keep);
  for (size_t i = 0; i < keep; ++i) rows.push_back(matches[i].row);
  return rows;
}

}  // namespace zhiheng::catalog
