// Adding rows and merging segments; see posting_index.h for the sizes. A merge
// walks its sources chunk by chunk, so its memory is one chunk a source and the
// longest list. Tested by postings_test.cc.
#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/catalog/store/postings/posting_index.h"
#include "services/common/base/status_macros.h"

namespace zhiheng::catalog {
namespace {

absl::Status Damaged(int64_t segment) {
  return absl::DataLossError(
      absl::StrCat("store: segment ", segment,
                   " of the search index is damaged; restore a backup"));
}

int Level(int64_t rows) {
  int level = 0;
  while (rows >= kFanIn) {
    rows /= kFanIn;
    ++level;
  }
  return level;
}

// The lists of one segment in the order of keys.
class SegmentCursor {
 public:
  SegmentCursor(PostingStore* store, const SegmentInfo& info)
      : store_(store), info_(info) {}

  // Moves to the next list; at_end() afterwards when there is none.
  absl::Status Next() {
    while (!reader_ || !reader_->Next(&list_)) {
      if (reader_ && !reader_->ok()) return Damaged(info_.id);
      const PostingKey after = reader_ ? chunk_.first_key : 0;
      ASSIGN_OR_RETURN(std::optional<Chunk> next,
                       reader_ ? store_->ChunkAfter(info_.id, after) : First());
      if (!next.has_value()) {
        at_end_ = true;
        return absl::OkStatus();
      }
      chunk_ = *std::move(next);
      reader_ = std::make_unique<ChunkReader>(chunk_.data);
    }
    return absl::OkStatus();
  }

  bool at_end() const { return at_end_; }
  const PostingList& list() const { return list_; }
  const SegmentInfo& info() const { return info_; }

 private:
  absl::StatusOr<std::optional<Chunk>> First() {
    ASSIGN_OR_RETURN(std::optional<Chunk> zero, store_->ChunkAt(info_.id, 0));
    if (zero.has_value()) return zero;
    return store_->ChunkAfter(info_.id, 0);
  }

  PostingStore* const store_;
  const SegmentInfo info_;
  Chunk chunk_;
  std::unique_ptr<ChunkReader> reader_;
  PostingList list_;
  bool at_end_ = false;
};

// Appends `list`, whose rows begin `shift` rows later, to what `rows` holds up
// to `last`. Only the first number of a list has to be written anew.
bool AppendRows(const PostingList& list, uint64_t shift, uint64_t* last,
                std::string* rows) {
  absl::string_view rest = list.rows;
  uint64_t first = 0;
  if (!ReadVarint(&rest, &first)) return false;
  AppendVarint(first + shift - *last, rows);
  rows->append(rest.data(), rest.size());
  return list.ForEach([&](uint64_t row) { *last = row + shift; });
}

}  // namespace

absl::Status PostingWriter::MaybeFlush() {
  const bool room =
      buffer_.empty() ||
      (buffer_.bytes() < kMaxBufferBytes &&
       buffer_.last_row() - buffer_.first_row() < kMaxBufferRows - 1);
  return room ? absl::OkStatus() : Flush();
}

absl::Status PostingWriter::Flush() {
  if (buffer_.empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(std::vector<SegmentInfo> segments, store_->Segments());
  SegmentInfo added{1, buffer_.first_row(), buffer_.last_row()};
  for (const SegmentInfo& s : segments) added.id = std::max(added.id, s.id + 1);
  RETURN_IF_ERROR(store_->AddSegment(added));
  ChunkWriter writer(
      [&](const Chunk& chunk) { return store_->AddChunk(added.id, chunk); });
  RETURN_IF_ERROR(buffer_.Write(&writer));
  buffer_.Clear();
  segments.push_back(added);
  while (segments.size() > 1) {
    const SegmentInfo& last = segments.back();
    const int level = Level(last.RowCount());
    // Smaller ones before it, then as many of its own size as make the next.
    size_t begin = segments.size() - 1;
    while (begin > 0 && Level(segments[begin - 1].RowCount()) < level) --begin;
    if (begin + 1 == segments.size()) {
      while (begin > 0 && Level(segments[begin - 1].RowCount()) == level) {
        --begin;
      }
      if (segments.size() - begin < static_cast<size_t>(kFanIn)) break;
    }
    // The oldest stay as they are when all together would be too large.
    while (last.last_row - segments[begin].first_row >= kMaxMergedRows &&
           begin + 1 < segments.size()) {
      ++begin;
    }
    if (begin + 1 == segments.size()) break;
    const auto at = segments.begin() + static_cast<long>(begin);
    const std::vector<SegmentInfo> from(at, segments.end());
    const SegmentInfo merged{last.id + 1, from.front().first_row,
                             from.back().last_row};
    RETURN_IF_ERROR(Merge(from, merged.id));
    segments.resize(begin);
    segments.push_back(merged);
  }
  return absl::OkStatus();
}

absl::Status PostingWriter::Merge(const std::vector<SegmentInfo>& from,
                                  int64_t into) {
  const int64_t first_row = from.front().first_row;
  RETURN_IF_ERROR(store_->AddSegment({into, first_row, from.back().last_row}));
  std::vector<SegmentCursor> cursors;
  for (const SegmentInfo& info : from) {
    cursors.emplace_back(store_, info);
    RETURN_IF_ERROR(cursors.back().Next());
  }
  ChunkWriter writer(
      [&](const Chunk& chunk) { return store_->AddChunk(into, chunk); });
  std::string rows;
  while (true) {
    PostingKey key = ~PostingKey{0};
    for (const SegmentCursor& c : cursors) {
      if (!c.at_end()) key = std::min(key, c.list().key);
    }
    if (key == ~PostingKey{0}) break;
    rows.clear();
    uint64_t count = 0;
    uint64_t last = 0;
    for (SegmentCursor& c : cursors) {
      if (c.at_end() || c.list().key != key) continue;
      const auto shift = static_cast<uint64_t>(c.info().first_row - first_row);
      if (!AppendRows(c.list(), shift, &last, &rows)) {
        return Damaged(c.info().id);
      }
      count += c.list().count;
      RETURN_IF_ERROR(c.Next());
    }
    RETURN_IF_ERROR(writer.Add(key, count, rows));
  }
  RETURN_IF_ERROR(writer.Finish());
  for (const SegmentInfo& info : from) {
    RETURN_IF_ERROR(store_->DropSegment(info.id));
  }
  return absl::OkStatus();
}

}  // namespace zhiheng::catalog
