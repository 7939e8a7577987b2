// Finding rows, the newest segment first. In a segment the rarest clause gives
// the rows, each further one takes those away that it does not hold. The cost
// is the length of the lists of the query's keys, a nanosecond or two a row,
// and what is kept never exceeds twice the limit. Tested by postings_test.cc.
#include <algorithm>
#include <cmath>
#include <deque>
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

// The best matches, in a bounded list. REQUIRES: rows descend.
class BestMatches {
 public:
  explicit BestMatches(size_t limit) : limit_(limit) {}

  void Add(uint32_t score, int64_t row) {
    if (limit_ == 0 || (full_ && score <= floor_)) return;
    matches_.push_back({score, row});
    if (matches_.size() >= 2 * limit_) Shrink();
  }
  // Nothing with such a score, or less, will be taken any more.
  bool Closed(uint32_t score) const { return full_ && floor_ >= score; }

  std::vector<int64_t> Take() {
    if (matches_.size() > limit_) Shrink();
    std::sort(matches_.begin(), matches_.end(), Better);
    std::vector<int64_t> rows;
    rows.reserve(matches_.size());
    for (const Match& match : matches_) rows.push_back(match.row);
    return rows;
  }

 private:
  void Shrink() {
    const auto last = matches_.begin() + static_cast<long>(limit_) - 1;
    std::nth_element(matches_.begin(), last, matches_.end(), Better);
    floor_ = last->score;
    full_ = true;
    matches_.resize(limit_);
  }

  const size_t limit_;
  std::vector<Match> matches_;
  bool full_ = false;
  uint32_t floor_ = 0;
};

absl::Status Damaged(const SegmentInfo& segment) {
  return absl::DataLossError(
      absl::StrCat("store: segment ", segment.id,
                   " of the search index is damaged; restore a backup"));
}

// The lists of one clause in one segment.
class ClauseLists {
 public:
  absl::Status Load(PostingStore* store, const SegmentInfo& segment,
                    const std::vector<KeyRange>& ranges) {
    for (const KeyRange& range : ranges) {
      RETURN_IF_ERROR(LoadRange(store, segment, range));
    }
    return absl::OkStatus();
  }

  uint64_t count() const { return count_; }
  const std::vector<PostingList>& lists() const { return lists_; }

 private:
  absl::Status LoadRange(PostingStore* store, const SegmentInfo& segment,
                         KeyRange range) {
    ASSIGN_OR_RETURN(std::optional<Chunk> chunk,
                     store->ChunkAt(segment.id, range.first));
    if (!chunk.has_value()) {
      ASSIGN_OR_RETURN(chunk, store->ChunkAfter(segment.id, range.first));
    }
    while (chunk.has_value()) {
      const PostingKey first_key = chunk->first_key;
      chunks_.push_back(std::move(chunk->data));
      ChunkReader reader(chunks_.back());
      PostingList list;
      while (reader.Next(&list)) {
        if (list.key > range.last) return absl::OkStatus();
        if (list.key < range.first) continue;
        lists_.push_back(list);
        count_ += list.count;
      }
      if (!reader.ok()) return Damaged(segment);
      if (range.first == range.last && first_key >= range.first) break;
      ASSIGN_OR_RETURN(chunk, store->ChunkAfter(segment.id, first_key));
    }
    return absl::OkStatus();
  }

  std::deque<std::string> chunks_;  // where the lists' rows are
  std::vector<PostingList> lists_;
  uint64_t count_ = 0;
};

// A row that matches all clauses so far, counted from the segment's first, and
// how many of them matched a strong key.
struct Alive {
  uint32_t row = 0;
  uint16_t strong = 0;
};

// The rows of one segment that match.
class SegmentSearch {
 public:
  SegmentSearch(PostingStore* store, const SegmentInfo& segment)
      : store_(store),
        segment_(segment),
        size_(static_cast<size_t>(segment.RowCount())) {}

  absl::Status Load(const PostingQuery& query) {
    filters_.resize(query.filters.size());
    clauses_.resize(query.clauses.size());
    for (size_t i = 0; i < filters_.size(); ++i) {
      RETURN_IF_ERROR(filters_[i].Load(store_, segment_, query.filters[i]));
    }
    for (size_t i = 0; i < clauses_.size(); ++i) {
      RETURN_IF_ERROR(clauses_[i].Load(store_, segment_, query.clauses[i]));
    }
    return absl::OkStatus();
  }

  uint64_t CountOf(size_t clause) const { return clauses_[clause].count(); }

  // Every clause and filter.
  absl::Status CollectAll(BestMatches* out) const {
    if (clauses_.empty()) return absl::OkStatus();
    std::vector<Step> steps;
    for (const ClauseLists& one : filters_) steps.push_back({&one, false});
    for (const ClauseLists& one : clauses_) steps.push_back({&one, true});
    ASSIGN_OR_RETURN(const std::vector<Alive> rows, Intersect(steps));
    for (auto row = rows.rbegin(); row != rows.rend(); ++row) {
      out->Add(row->strong, segment_.first_row + row->row);
    }
    return absl::OkStatus();
  }

  // Any clause, every filter.
  absl::Status CollectAny(const std::vector<uint16_t>& weights,
                          BestMatches* out) const {
    std::vector<uint16_t> score(size_);
    for (size_t i = 0; i < clauses_.size(); ++i) {
      for (const PostingList& list : clauses_[i].lists()) {
        const bool sound = list.ForEach([&](uint64_t row) {
          if (row >= size_) return;
          score[row] = static_cast<uint16_t>(
              std::min(0xffff, int{score[row]} + weights[i]));
        });
        if (!sound) return Damaged(segment_);
      }
    }
    if (filters_.empty()) {
      for (size_t row = size_; row-- > 0;) {
        if (score[row] > 0) {
          out->Add(score[row], segment_.first_row + static_cast<int64_t>(row));
        }
      }
      return absl::OkStatus();
    }
    std::vector<Step> steps;
    for (const ClauseLists& one : filters_) steps.push_back({&one, false});
    ASSIGN_OR_RETURN(const std::vector<Alive> rows, Intersect(steps));
    for (auto row = rows.rbegin(); row != rows.rend(); ++row) {
      if (score[row->row] > 0) {
        out->Add(score[row->row], segment_.first_row + row->row);
      }
    }
    return absl::OkStatus();
  }

 private:
  struct Step {
    const ClauseLists* lists = nullptr;
    bool counts = false;  // its strong matches make a row better
  };

  absl::StatusOr<std::vector<Alive>> Intersect(std::vector<Step> steps) const {
    std::stable_sort(steps.begin(), steps.end(),
                     [](const Step& a, const Step& b) {
                       return a.lists->count() < b.lists->count();
                     });
    std::vector<Alive> rows;
    RETURN_IF_ERROR(First(steps.front(), &rows));
    for (size_t i = 1; i < steps.size() && !rows.empty(); ++i) {
      RETURN_IF_ERROR(Narrow(steps[i], &rows));
    }
    return rows;
  }

  enum Mark : uint8_t { kNone = 0, kWeak = 1, kStrong = 2 };

  // How each row of the segment matches.
  absl::StatusOr<std::vector<uint8_t>> Marks(const ClauseLists& clause) const {
    std::vector<uint8_t> marks(size_, kNone);
    for (const PostingList& list : clause.lists()) {
      const uint8_t mark = MarkOf(list);
      const bool sound = list.ForEach([&](uint64_t row) {
        if (row < size_) marks[row] |= mark;
      });
      if (!sound) return Damaged(segment_);
    }
    return marks;
  }

  absl::Status First(const Step& step, std::vector<Alive>* rows) const {
    if (step.lists->count() == 0) return absl::OkStatus();
    ASSIGN_OR_RETURN(const std::vector<uint8_t> marks, Marks(*step.lists));
    for (size_t row = 0; row < size_; ++row) {
      if (marks[row] == kNone) continue;
      rows->push_back({static_cast<uint32_t>(row), Strength(step, marks[row])});
    }
    return absl::OkStatus();
  }

  absl::Status Narrow(const Step& step, std::vector<Alive>* rows) const {
    ASSIGN_OR_RETURN(const std::vector<uint8_t> marks, Marks(*step.lists));
    size_t kept = 0;
    for (const Alive& row : *rows) {
      const uint8_t mark = marks[row.row];
      if (mark == kNone) continue;
      (*rows)[kept++] = {
          row.row, static_cast<uint16_t>(row.strong + Strength(step, mark))};
    }
    rows->resize(kept);
    return absl::OkStatus();
  }

  static uint8_t MarkOf(const PostingList& list) {
    return (list.key & kStrongBit) != 0 ? kStrong : kWeak;
  }
  static uint16_t Strength(const Step& step, uint8_t mark) {
    return step.counts && (mark & kStrong) != 0 ? 1 : 0;
  }

  PostingStore* const store_;
  const SegmentInfo segment_;
  const size_t size_;
  std::vector<ClauseLists> filters_;
  std::vector<ClauseLists> clauses_;
};

// Rare clauses weigh more: 16 times the binary logarithm, in whole numbers.
uint16_t Weight(uint64_t rows, uint64_t total) {
  if (rows == 0) return 0;
  const double ratio =
      1.0 + static_cast<double>(total) / static_cast<double>(rows);
  return static_cast<uint16_t>(1 + std::lround(16 * std::log2(ratio)));
}

absl::StatusOr<std::vector<int64_t>> FindAny(
    PostingStore* store, const PostingQuery& query,
    const std::vector<SegmentInfo>& segments, size_t limit) {
  std::deque<SegmentSearch> searches;
  std::vector<uint64_t> counts(query.clauses.size());
  for (auto segment = segments.rbegin(); segment != segments.rend();
       ++segment) {
    SegmentSearch& search = searches.emplace_back(store, *segment);
    RETURN_IF_ERROR(search.Load(query));
    for (size_t i = 0; i < counts.size(); ++i) counts[i] += search.CountOf(i);
  }
  const auto total = static_cast<uint64_t>(segments.back().last_row);
  std::vector<uint16_t> weights;
  for (const uint64_t count : counts) weights.push_back(Weight(count, total));
  BestMatches best(limit);
  for (const SegmentSearch& search : searches) {
    RETURN_IF_ERROR(search.CollectAny(weights, &best));
  }
  return best.Take();
}

}  // namespace

absl::StatusOr<std::vector<int64_t>> FindRows(PostingStore* store,
                                              const PostingQuery& query,
                                              size_t limit) {
  ASSIGN_OR_RETURN(const std::vector<SegmentInfo> segments, store->Segments());
  if (segments.empty()) return std::vector<int64_t>();
  if (query.any) return FindAny(store, query, segments, limit);
  BestMatches best(limit);
  const auto most = static_cast<uint32_t>(query.clauses.size());
  for (auto segment = segments.rbegin(); segment != segments.rend();
       ++segment) {
    if (best.Closed(most)) break;
    SegmentSearch search(store, *segment);
    RETURN_IF_ERROR(search.Load(query));
    RETURN_IF_ERROR(search.CollectAll(&best));
  }
  return best.Take();
}

}  // namespace zhiheng::catalog
