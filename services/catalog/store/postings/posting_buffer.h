// The postings of a new segment, collected in memory: pairs of key and row in
// the order they come, sorted once when the segment is written.
//
// For one thread. Memory: 8 bytes a posting of a pair of Chinese characters, 16
// of any other. Write() fails as the writer does.
#ifndef SERVICES_CATALOG_STORE_POSTINGS_POSTING_BUFFER_H_
#define SERVICES_CATALOG_STORE_POSTINGS_POSTING_BUFFER_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/status/status.h"
#include "services/catalog/store/postings/posting_key.h"
#include "services/catalog/store/postings/segment.h"

namespace zhiheng::catalog {

// Rows that one buffer spans.
inline constexpr int64_t kMaxBufferRows = int64_t{1} << 26;

class PostingBuffer {
 public:
  // REQUIRES: rows ascend from call to call; row - first_row() <
  // kMaxBufferRows. A key said twice counts once.
  void Add(PostingKey key, int64_t row);

  bool empty() const { return packed_.empty() && wide_.empty(); }
  size_t bytes() const {
    return packed_.size() * sizeof(uint64_t) + wide_.size() * sizeof(Wide);
  }
  int64_t first_row() const { return first_row_; }
  int64_t last_row() const { return last_row_; }

  // Sorts what it holds and gives it to `writer`.
  absl::Status Write(ChunkWriter* writer);
  void Clear();

 private:
  struct Wide {
    PostingKey key = 0;
    uint64_t place = 0;
  };

  // Key and place of a pair, in one number that sorts as both.
  std::vector<uint64_t> packed_;
  std::vector<uint64_t> spare_;  // of the sort
  std::vector<Wide> wide_;
  int64_t first_row_ = 0;
  int64_t last_row_ = 0;
};

}  // namespace zhiheng::catalog

#endif  // SERVICES_CATALOG_STORE_POSTINGS_POSTING_BUFFER_H_
