#include "services/catalog/store/postings/segment.h"

#include <string>
#include <utility>

#include "services/common/base/status_macros.h"

namespace zhiheng::catalog {

void AppendVarint(uint64_t value, std::string* out) {
  while (value >= 0x80) {
    out->push_back(static_cast<char>(value | 0x80));
    value >>= 7;
  }
  out->push_back(static_cast<char>(value));
}

bool ReadVarint(absl::string_view* data, uint64_t* value) {
  uint64_t out = 0;
  for (int shift = 0; shift < 64; shift += 7) {
    if (data->empty()) return false;
    const auto byte = static_cast<unsigned char>(data->front());
    data->remove_prefix(1);
    out |= uint64_t{byte & 0x7fu} << shift;
    if (byte < 0x80) {
      *value = out;
      return true;
    }
  }
  return false;
}

bool ChunkReader::Next(PostingList* list) {
  if (rest_.empty()) return false;
  uint64_t delta = 0;
  uint64_t bytes = 0;
  if (!ReadVarint(&rest_, &delta) || !ReadVarint(&rest_, &list->count) ||
      !ReadVarint(&rest_, &bytes) || bytes > rest_.size() ||
      list->count > bytes) {
    ok_ = false;
    return false;
  }
  key_ += delta;
  list->key = key_;
  list->rows = rest_.substr(0, bytes);
  rest_.remove_prefix(bytes);
  return true;
}

absl::Status ChunkWriter::Add(PostingKey key, uint64_t count,
                              absl::string_view rows) {
  if (chunk_.data.empty()) {
    chunk_.first_key = key;
    last_ = 0;
  }
  AppendVarint(key - last_, &chunk_.data);
  AppendVarint(count, &chunk_.data);
  AppendVarint(rows.size(), &chunk_.data);
  chunk_.data.append(rows.data(), rows.size());
  last_ = key;
  return chunk_.data.size() < kChunkBytes ? absl::OkStatus() : Finish();
}

absl::Status ChunkWriter::Finish() {
  if (chunk_.data.empty()) return absl::OkStatus();
  Chunk full = std::exchange(chunk_, Chunk());
  return sink_(std::move(full));
}

}  // namespace zhiheng::catalog
