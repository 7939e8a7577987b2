// Finds which terms of a fixed list a text holds, in one pass over the text.
//
// Immutable once made, thread-safe. The terms must outlive it. At each byte of
// the text one load and one bit tell whether a term can start there; the few
// that can are compared. Cost: the length of the text, and for every place that
// looks like a start the terms that share its first bytes, never more than
// trying every term at every place. Terms are bytes: a valid UTF-8 term is
// found where its characters stand.
#ifndef SERVICES_RULES_CEL_EVAL_TERM_SCANNER_H_
#define SERVICES_RULES_CEL_EVAL_TERM_SCANNER_H_

#include <array>
#include <cstdint>
#include <vector>

#include "absl/strings/string_view.h"

namespace zhiheng::cel {

class TermScanner {
 public:
  explicit TermScanner(std::vector<absl::string_view> terms);

  int size() const { return static_cast<int>(terms_.size()); }
  bool AnyIn(absl::string_view text) const;
  // In the order of the list, not of the text; -1: none.
  int FirstIn(absl::string_view text) const;
  std::vector<int> AllIn(absl::string_view text) const;

 private:
  // Visits terms found until `visit(index)` says false.
  template <typename Visit>
  void Scan(absl::string_view text, const Visit& visit) const;
  // Twelve bits of the bytes that the shortest term has at its start. Of a
  // Chinese character these are its last two bytes: the first hardly differ.
  static uint32_t Key(uint32_t width, const char* at);

  std::vector<absl::string_view> terms_;
  std::vector<int> empty_;  // terms that are '': every text holds them
  uint32_t width_ = 3;  // bytes looked at: as the shortest term has, up to 3
  std::array<uint64_t, 64> may_start_{};
  // Terms by key: those of key k are order_[first_[k]] to order_[first_[k+1]].
  std::vector<uint32_t> first_;
  std::vector<int> order_;
};

}  // namespace zhiheng::cel

#endif  // SERVICES_RULES_CEL_EVAL_TERM_SCANNER_H_
