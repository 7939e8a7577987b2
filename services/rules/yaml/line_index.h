// Where the lines of a text begin: a place in it for a person, in constant time
// but for the line itself.
//
// Immutable, thread-safe. Does not keep the text.
#ifndef SERVICES_RULES_YAML_LINE_INDEX_H_
#define SERVICES_RULES_YAML_LINE_INDEX_H_

#include <cstddef>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/rules/diagnostic/diagnostic.h"

namespace zhiheng::rules {

class LineIndex {
 public:
  explicit LineIndex(absl::string_view text);

  // Line and byte column from 0, as the YAML library counts, to line and
  // code-point column from 1. `text` is the text this was made from; a place
  // outside it keeps its byte column.
  Position At(absl::string_view text, int line, int byte_column) const;

 private:
  std::vector<size_t> starts_;
};

}  // namespace zhiheng::rules

#endif  // SERVICES_RULES_YAML_LINE_INDEX_H_
