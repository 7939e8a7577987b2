// Tested by term_scanner_test.cc.
#include "services/rules/cel/eval/term_scanner.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace zhiheng::cel {
namespace {

constexpr uint32_t kKeys = 4096;

uint32_t Byte(const char* at) { return static_cast<unsigned char>(*at); }

}  // namespace

uint32_t TermScanner::Key(uint32_t width, const char* at) {
  switch (width) {
    case 1:
      return Byte(at);
    case 2:
      return (Byte(at) & 63) << 6 | (Byte(at + 1) & 63);
    default:
      return (Byte(at + 1) & 63) << 6 | (Byte(at + 2) & 63);
  }
}

TermScanner::TermScanner(std::vector<absl::string_view> terms)
    : terms_(std::move(terms)), first_(kKeys + 1, 0) {
  for (size_t i = 0; i < terms_.size(); ++i) {
    if (!terms_[i].empty()) {
      width_ = std::min(width_, static_cast<uint32_t>(terms_[i].size()));
    } else {
      empty_.push_back(static_cast<int>(i));
    }
  }
  for (const absl::string_view term : terms_) {
    if (term.empty()) continue;
    const uint32_t key = Key(width_, term.data());
    may_start_[key >> 6] |= uint64_t{1} << (key & 63);
    ++first_[key + 1];
  }
  for (uint32_t k = 0; k < kKeys; ++k) first_[k + 1] += first_[k];
  std::vector<uint32_t> next(first_.begin(), first_.end() - 1);
  order_.resize(first_[kKeys]);
  for (size_t i = 0; i < terms_.size(); ++i) {
    if (terms_[i].empty()) continue;
    order_[next[Key(width_, terms_[i].data())]++] = static_cast<int>(i);
  }
}

template <typename Visit>
void TermScanner::Scan(absl::string_view text, const Visit& visit) const {
  for (const int term : empty_) {
    if (!visit(term)) return;
  }
  if (text.size() < width_) return;
  const char* const end = text.data() + text.size();
  const char* const last = end - width_;
  for (const char* at = text.data(); at <= last; ++at) {
    const uint32_t key = Key(width_, at);
    if ((may_start_[key >> 6] >> (key & 63) & 1) == 0) continue;
    for (uint32_t i = first_[key]; i < first_[key + 1]; ++i) {
      const absl::string_view term = terms_[static_cast<size_t>(order_[i])];
      if (term.size() <= static_cast<size_t>(end - at) &&
          std::memcmp(term.data(), at, term.size()) == 0 && !visit(order_[i])) {
        return;
      }
    }
  }
}

bool TermScanner::AnyIn(absl::string_view text) const {
  bool found = false;
  Scan(text, [&](int) {
    found = true;
    return false;
  });
  return found;
}

int TermScanner::FirstIn(absl::string_view text) const {
  int first = size();
  Scan(text, [&](int term) {
    first = std::min(first, term);
    return first > 0;
  });
  return first == size() ? -1 : first;
}

std::vector<int> TermScanner::AllIn(absl::string_view text) const {
  std::vector<bool> held(terms_.size());
  Scan(text, [&](int term) {
    held[static_cast<size_t>(term)] = true;
    return true;
  });
  std::vector<int> found;
  for (size_t i = 0; i < held.size(); ++i) {
    if (held[i]) found.push_back(static_cast<int>(i));
  }
  return found;
}

}  // namespace zhiheng::cel
