// Patterns of formats, such as "^[0-9]{6}$" or "^GB(/T)? [0-9]+$|^Q/[A-Z]+$",
// as a table that is walked byte by byte: some nanoseconds where a general
// engine needs a hundred for setting out.
//
// Immutable once made, thread-safe, owns what it needs. It knows a part of
// RE2's syntax: every alternative anchored at both ends; literals, classes that
// say what they hold, groups, | ? * + {m,n}; no flags, no dot, no negation. For
// these it answers as RE2 does (byte_matcher_test.cc compares them); Compile()
// gives null for every other pattern, and for one that would need more than the
// limits below.
#ifndef SERVICES_RULES_CEL_EVAL_BYTE_MATCHER_H_
#define SERVICES_RULES_CEL_EVAL_BYTE_MATCHER_H_

#include <array>
#include <cstdint>
#include <memory>
#include <vector>

#include "absl/strings/string_view.h"

namespace zhiheng::cel {

class ByteMatcher {
 public:
  static constexpr int kMaxDepth = 20;    // groups inside one another
  static constexpr int kMaxRepeat = 64;   // of {m,n}
  static constexpr int kMaxParts = 2000;  // before it becomes a table
  static constexpr int kMaxStates = 250;  // of the table

  static std::unique_ptr<const ByteMatcher> Compile(absl::string_view pattern);

  // The whole text is of the format.
  bool Matches(absl::string_view text) const {
    uint32_t state = 1;
    for (const char c : text) {
      state = next_[state * classes_ + class_of_[static_cast<uint8_t>(c)]];
      if (state == 0) return false;
    }
    return accepts_[state] != 0;
  }

 private:
  friend class TableBuilder;
  // Bytes that no state tells apart are one class.
  std::array<uint8_t, 256> class_of_{};
  uint32_t classes_ = 0;
  // By state and class; state 0 is the end of all hope, 1 the start.
  std::vector<uint8_t> next_;
  std::vector<uint8_t> accepts_;
};

}  // namespace zhiheng::cel

#endif  // SERVICES_RULES_CEL_EVAL_BYTE_MATCHER_H_
