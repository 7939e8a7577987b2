#include "services/rules/cel/eval/text_table.h"

#include <utility>

namespace zhiheng::cel {

// At most a quarter full. Texts that hash alike only cost their own look-up
// more; they come from the author of a pack, not from who sends facts.
TextTable::TextTable(std::vector<absl::string_view> texts)
    : texts_(std::move(texts)) {
  uint32_t capacity = 4;
  while (capacity < 4 * texts_.size()) capacity *= 2;
  slots_.assign(capacity, -1);
  mask_ = capacity - 1;
  for (size_t i = 0; i < texts_.size(); ++i) {
    if (Find(texts_[i]) >= 0) continue;
    uint32_t at = Hash(texts_[i]) & mask_;
    while (slots_[at] >= 0) at = (at + 1) & mask_;
    slots_[at] = static_cast<int>(i);
  }
}

}  // namespace zhiheng::cel
