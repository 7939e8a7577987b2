// A fixed set of texts, found by length, ends and a hash in one probe or two.
//
// Immutable once made, thread-safe. The texts must outlive it. Any number of
// texts; a text that stands twice is found at its first place.
#ifndef SERVICES_RULES_CEL_EVAL_TEXT_TABLE_H_
#define SERVICES_RULES_CEL_EVAL_TEXT_TABLE_H_

#include <cstdint>
#include <cstring>
#include <vector>

#include "absl/strings/string_view.h"

namespace zhiheng::cel {

class TextTable {
 public:
  explicit TextTable(std::vector<absl::string_view> texts);

  int size() const { return static_cast<int>(texts_.size()); }
  // Its place in the list; -1: not there.
  int Find(absl::string_view text) const {
    for (uint32_t at = Hash(text) & mask_;; at = (at + 1) & mask_) {
      const int place = slots_[at];
      if (place < 0) return -1;
      const absl::string_view there = texts_[static_cast<size_t>(place)];
      if (there.size() == text.size() &&
          std::memcmp(there.data(), text.data(), text.size()) == 0) {
        return place;
      }
    }
  }

 private:
  // Length and both ends: words of a list differ there.
  static uint32_t Hash(absl::string_view text) {
    uint64_t head = 0;
    uint64_t tail = 0;
    const size_t n = text.size();
    if (n >= 8) {
      std::memcpy(&head, text.data(), 8);
      std::memcpy(&tail, text.data() + n - 8, 8);
    } else if (n >= 4) {
      std::memcpy(&head, text.data(), 4);
      std::memcpy(&tail, text.data() + n - 4, 4);
    } else if (n > 0) {
      head =
          static_cast<unsigned char>(text[0]) |
          static_cast<uint64_t>(static_cast<unsigned char>(text[n / 2])) << 8 |
          static_cast<uint64_t>(static_cast<unsigned char>(text[n - 1])) << 16;
    }
    const uint64_t mixed =
        (head * 0x9E3779B97F4A7C15u) ^ ((tail + n) * 0xC2B2AE3D27D4EB4Fu);
    return static_cast<uint32_t>(mixed >> 32) ^
           static_cast<uint32_t>(mixed >> 13);
  }

  std::vector<absl::string_view> texts_;
  std::vector<int> slots_;
  uint32_t mask_ = 0;
};

}  // namespace zhiheng::cel

#endif  // SERVICES_RULES_CEL_EVAL_TEXT_TABLE_H_
