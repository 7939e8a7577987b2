// Nearly all keys are pairs of characters of 18 bits: with the strong bit and a
// place of 26 bits they fit one number, which a radix sort by the key's bits
// puts in order; places ascend already, and the sort is stable. Cost: four
// passes over the postings. Tested by postings_test.cc.
#include "services/catalog/store/postings/posting_buffer.h"

#include <algorithm>
#include <array>
#include <string>

#include "services/common/base/status_macros.h"

namespace zhiheng::catalog {
namespace {

constexpr int kPlaceBits = 26;
constexpr int kPackedCharBits = 18;
constexpr int kKeyCharBits = 21;  // of posting_key.h
constexpr uint64_t kCharMask = (uint64_t{1} << kPackedCharBits) - 1;
constexpr uint64_t kPlaceMask = (uint64_t{1} << kPlaceBits) - 1;
constexpr int kStrongPlace = kPlaceBits + 2 * kPackedCharBits;
static_assert(kStrongPlace < 64);
static_assert(kMaxBufferRows == int64_t{1} << kPlaceBits);
// Bits of a key that is packed.
constexpr PostingKey kPackable =
    kStrongBit | kCharMask | (kCharMask << kKeyCharBits);

uint64_t Pack(PostingKey key, uint64_t place) {
  const uint64_t strong = (key & kStrongBit) != 0 ? 1 : 0;
  const uint64_t first = (key >> kKeyCharBits) & kCharMask;
  return (strong << kStrongPlace) | (first << (kPlaceBits + kPackedCharBits)) |
         ((key & kCharMask) << kPlaceBits) | place;
}

PostingKey KeyOf(uint64_t packed) {
  const uint64_t first = (packed >> (kPlaceBits + kPackedCharBits)) & kCharMask;
  const uint64_t strong = packed >> kStrongPlace;
  return (strong != 0 ? kStrongBit : 0) | (first << kKeyCharBits) |
         ((packed >> kPlaceBits) & kCharMask);
}

// By the bits above the place, from the lowest digit up.
void SortPacked(std::vector<uint64_t>* values, std::vector<uint64_t>* spare) {
  constexpr int kDigitBits = 10;
  constexpr int kDigits = 4;
  constexpr size_t kBuckets = size_t{1} << kDigitBits;
  static_assert(kPlaceBits + kDigits * kDigitBits > kStrongPlace);
  std::array<std::array<size_t, kBuckets>, kDigits> counts = {};
  const auto digit_of = [](uint64_t value, int digit) {
    return static_cast<size_t>(value >> (kPlaceBits + digit * kDigitBits)) &
           (kBuckets - 1);
  };
  for (const uint64_t value : *values) {
    for (int d = 0; d < kDigits; ++d) {
      ++counts[static_cast<size_t>(d)][digit_of(value, d)];
    }
  }
  spare->resize(values->size());
  for (int d = 0; d < kDigits; ++d) {
    auto& starts = counts[static_cast<size_t>(d)];
    size_t start = 0;
    for (size_t& count : starts) {
      const size_t next = start + count;
      count = start;
      start = next;
    }
    for (const uint64_t value : *values) {
      (*spare)[starts[digit_of(value, d)]++] = value;
    }
    values->swap(*spare);
  }
}

// Joins postings, given in order, to lists.
class ListMaker {
 public:
  explicit ListMaker(ChunkWriter* writer) : writer_(*writer) {}

  absl::Status Add(PostingKey key, uint64_t place) {
    if (count_ > 0 && key != key_) RETURN_IF_ERROR(Finish());
    if (count_ > 0 && place == last_) return absl::OkStatus();
    AppendVarint(count_ > 0 ? place - last_ : place, &rows_);
    key_ = key;
    last_ = place;
    ++count_;
    return absl::OkStatus();
  }

  absl::Status Finish() {
    if (count_ == 0) return absl::OkStatus();
    RETURN_IF_ERROR(writer_.Add(key_, count_, rows_));
    rows_.clear();
    count_ = 0;
    return absl::OkStatus();
  }

 private:
  ChunkWriter& writer_;
  PostingKey key_ = 0;
  uint64_t last_ = 0;
  uint64_t count_ = 0;
  std::string rows_;
};

}  // namespace

void PostingBuffer::Add(PostingKey key, int64_t row) {
  if (empty()) first_row_ = row;
  last_row_ = row;
  const auto place = static_cast<uint64_t>(row - first_row_) & kPlaceMask;
  if ((key & ~kPackable) == 0) {
    packed_.push_back(Pack(key, place));
  } else {
    wide_.push_back({key, place});
  }
}

absl::Status PostingBuffer::Write(ChunkWriter* writer) {
  SortPacked(&packed_, &spare_);
  std::sort(wide_.begin(), wide_.end(), [](const Wide& a, const Wide& b) {
    return a.key != b.key ? a.key < b.key : a.place < b.place;
  });
  ListMaker lists(writer);
  auto wide = wide_.begin();
  for (const uint64_t value : packed_) {
    const PostingKey key = KeyOf(value);
    for (; wide != wide_.end() && wide->key < key; ++wide) {
      RETURN_IF_ERROR(lists.Add(wide->key, wide->place));
    }
    RETURN_IF_ERROR(lists.Add(key, value & kPlaceMask));
  }
  for (; wide != wide_.end(); ++wide) {
    RETURN_IF_ERROR(lists.Add(wide->key, wide->place));
  }
  RETURN_IF_ERROR(lists.Finish());
  return writer->Finish();
}

void PostingBuffer::Clear() {
  packed_.clear();
  wide_.clear();
}

}  // namespace zhiheng::catalog
