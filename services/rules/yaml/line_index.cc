#include "services/rules/yaml/line_index.h"

#include "services/common/base/text.h"

namespace zhiheng::rules {

LineIndex::LineIndex(absl::string_view text) : starts_{0} {
  for (size_t i = text.find('\n'); i != absl::string_view::npos;
       i = text.find('\n', i + 1)) {
    starts_.push_back(i + 1);
  }
}

Position LineIndex::At(absl::string_view text, int line,
                       int byte_column) const {
  if (static_cast<size_t>(line) >= starts_.size()) {
    return {line + 1, byte_column + 1};
  }
  const absl::string_view before = text.substr(
      starts_[static_cast<size_t>(line)], static_cast<size_t>(byte_column));
  int columns = 0;
  for (size_t pos = 0; pos < before.size(); ++columns) {
    NextCodePoint(before, &pos);
  }
  return {line + 1, columns + 1};
}

}  // namespace zhiheng::rules
