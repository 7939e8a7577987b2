// A segment of the search index: for each key, the rows that hold it, of one
// stretch of rows. Segments are written once and merged later; a segment is
// kept as chunks of some kilobytes, so that a reader fetches the few it needs.
//
// Chunk: entries in the order of keys, each
//   varint(key - key before) varint(rows) varint(bytes) rows as varint deltas
// with the first row counted from the segment's first. A key's rows are never
// split between chunks.
//
// Value types and builders for one thread. DATA_LOSS when a chunk is damaged.
#ifndef SERVICES_CATALOG_STORE_POSTINGS_SEGMENT_H_
#define SERVICES_CATALOG_STORE_POSTINGS_SEGMENT_H_

#include <cstdint>
#include <functional>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "services/catalog/store/postings/posting_key.h"

namespace zhiheng::catalog {

// A chunk is closed when it reaches so many bytes.
inline constexpr size_t kChunkBytes = 8 * 1024;

struct SegmentInfo {
  int64_t id = 0;
  int64_t first_row = 0;
  int64_t last_row = 0;  // included

  int64_t RowCount() const { return last_row - first_row + 1; }
  friend bool operator==(const SegmentInfo&, const SegmentInfo&) = default;
};

struct Chunk {
  PostingKey first_key = 0;
  std::string data;
};

// The rows of one key inside a chunk that must outlive it.
struct PostingList {
  PostingKey key = 0;
  uint64_t count = 0;
  absl::string_view rows;

  // Calls `row` with each row, counted from the segment's first, in order.
  // False when the bytes are damaged.
  template <typename Fn>
  bool ForEach(Fn row) const;
};

// Walks a chunk's lists in the order of keys.
class ChunkReader {
 public:
  explicit ChunkReader(absl::string_view data) : rest_(data) {}
  // False at the end and at damage; ok() tells which.
  bool Next(PostingList* list);
  bool ok() const { return ok_; }

 private:
  absl::string_view rest_;
  PostingKey key_ = 0;
  bool ok_ = true;
};

// Makes chunks from lists in the order of keys.
class ChunkWriter {
 public:
  using Sink = std::function<absl::Status(Chunk)>;
  explicit ChunkWriter(Sink sink) : sink_(std::move(sink)) {}
  // REQUIRES: keys ascend.
  absl::Status Add(PostingKey key, uint64_t count, absl::string_view rows);
  absl::Status Finish();

 private:
  Sink sink_;
  Chunk chunk_;
  PostingKey last_ = 0;
};

void AppendVarint(uint64_t value, std::string* out);
// False when `data` ends inside the number.
bool ReadVarint(absl::string_view* data, uint64_t* value);

template <typename Fn>
bool PostingList::ForEach(Fn row) const {
  const char* next = rows.data();
  const char* const end = next + rows.size();
  uint64_t at = 0;
  for (uint64_t i = 0; i < count; ++i) {
    if (next == end) return false;
    uint64_t delta = static_cast<unsigned char>(*next);
    if (delta < 0x80) {  // nearly always
      ++next;
    } else {
      absl::string_view rest(next, static_cast<size_t>(end - next));
      if (!ReadVarint(&rest, &delta)) return false;
      next = rest.data();
    }
    at += delta;
    row(at);
  }
  return next == end;
}

}  // namespace zhiheng::catalog

#endif  // SERVICES_CATALOG_STORE_POSTINGS_SEGMENT_H_
