// The search index: segments of ascending rows, oldest first, each merged with
// its neighbours as they pile up, so that a reader looks at few of them.
//
// Sizes fall from old to new by powers of kFanIn, with fewer than kFanIn
// segments of a size: n rows are in O(log n) segments and each posting is
// rewritten O(log n) times. Segments above kMaxMergedRows are left alone.
//
// The same rows give the same segments and the same candidates on every store.
// For one thread, inside a transaction of the PostingStore it borrows, which
// must outlive it. Fails as the store does; DATA_LOSS when a chunk is damaged.
#ifndef SERVICES_CATALOG_STORE_POSTINGS_POSTING_INDEX_H_
#define SERVICES_CATALOG_STORE_POSTINGS_POSTING_INDEX_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/catalog/store/postings/posting_buffer.h"
#include "services/catalog/store/postings/segment.h"

namespace zhiheng::catalog {

inline constexpr int64_t kFanIn = 8;
inline constexpr int64_t kMaxMergedRows = int64_t{1} << 18;
// Memory that rows may take before they become a segment.
inline constexpr size_t kMaxBufferBytes = size_t{64} << 20;

// Where segments and chunks are kept.
class PostingStore {
 public:
  virtual ~PostingStore() = default;
  // By first row.
  virtual absl::StatusOr<std::vector<SegmentInfo>> Segments() = 0;
  // The last chunk of the segment that begins at or before `key`.
  virtual absl::StatusOr<std::optional<Chunk>> ChunkAt(int64_t segment,
                                                       PostingKey key) = 0;
  // The first chunk that begins after `key`.
  virtual absl::StatusOr<std::optional<Chunk>> ChunkAfter(int64_t segment,
                                                          PostingKey key) = 0;
  virtual absl::Status AddSegment(const SegmentInfo& segment) = 0;
  virtual absl::Status AddChunk(int64_t segment, const Chunk& chunk) = 0;
  virtual absl::Status DropSegment(int64_t segment) = 0;
};

class PostingWriter {
 public:
  explicit PostingWriter(PostingStore* store) : store_(store) {}

  void Add(PostingKey key, int64_t row) { buffer_.Add(key, row); }
  // Makes room when the buffer is full. Call it between rows.
  absl::Status MaybeFlush();
  // Everything added so far becomes part of the index.
  absl::Status Flush();

 private:
  absl::Status Merge(const std::vector<SegmentInfo>& from, int64_t into);

  PostingStore* const store_;
  PostingBuffer buffer_;
};

// Rows that match every clause; a clause is matched by any of its ranges.
struct PostingQuery {
  std::vector<std::vector<KeyRange>> clauses = {};
  // One clause will do: the more (and the rarer) match, the better.
  bool any = false;
  // All of these, whatever `any` says.
  std::vector<std::vector<KeyRange>> filters = {};
};

// At most `limit` rows: with more matches among strong keys first, then the
// newest. With `any`, by the weight of the clauses that match.
absl::StatusOr<std::vector<int64_t>> FindRows(PostingStore* store,
                                              const PostingQuery& query,
                                              size_t limit);

}  // namespace zhiheng::catalog

#endif  // SERVICES_CATALOG_STORE_POSTINGS_POSTING_INDEX_H_
