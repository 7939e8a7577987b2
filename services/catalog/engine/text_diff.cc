// The common beginning and end are cut off; the rest is a longest common
// subsequence by dynamic programming, one byte a cell.
// Tested by edition_diff_test.cc.
#include "services/catalog/engine/text_diff.h"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "services/catalog/search/chars.h"
#include "services/common/base/text.h"

namespace zhiheng::catalog {
namespace {

std::vector<absl::string_view> Words(absl::string_view text) {
  std::vector<absl::string_view> out;
  size_t begin = 0;
  bool in_word = false;
  for (size_t pos = 0; pos < text.size();) {
    const size_t at = pos;
    const char32_t c = FoldForSearch(NextCodePoint(text, &pos));
    const bool word = Classify(c) == CharClass::kWord;
    if (!(word && in_word)) {
      if (in_word) out.push_back(text.substr(begin, at - begin));
      begin = at;
      if (!word) out.push_back(text.substr(at, pos - at));
    }
    in_word = word;
  }
  if (in_word) out.push_back(text.substr(begin));
  return out;
}

void Append(DiffKind kind, absl::string_view text,
            std::vector<DiffPiece>* out) {
  if (text.empty()) return;
  if (!out->empty() && out->back().kind == kind) {
    out->back().text.append(text.data(), text.size());
    return;
  }
  out->push_back({kind, std::string(text)});
}

using Span = std::pair<const absl::string_view*, size_t>;

void DiffMiddle(Span a, Span b, std::vector<DiffPiece>* out) {
  const size_t n = a.second;
  const size_t m = b.second;
  if (n == 0 || m == 0 || n > kMaxDiffCells / m) {
    for (size_t i = 0; i < n; ++i) Append(DiffKind::kRemoved, a.first[i], out);
    for (size_t j = 0; j < m; ++j) Append(DiffKind::kAdded, b.first[j], out);
    return;
  }
  // Longest common subsequence of the tails.
  std::vector<uint32_t> length((n + 1) * (m + 1), 0);
  const auto at = [&](size_t i, size_t j) -> uint32_t& {
    return length[i * (m + 1) + j];
  };
  for (size_t i = n; i-- > 0;) {
    for (size_t j = m; j-- > 0;) {
      at(i, j) = a.first[i] == b.first[j]
                     ? at(i + 1, j + 1) + 1
                     : std::max(at(i + 1, j), at(i, j + 1));
    }
  }
  size_t i = 0;
  size_t j = 0;
  std::string removed, added;
  const auto flush = [&] {
    Append(DiffKind::kRemoved, removed, out);
    Append(DiffKind::kAdded, added, out);
    removed.clear();
    added.clear();
  };
  while (i < n || j < m) {
    if (i < n && j < m && a.first[i] == b.first[j]) {
      flush();
      Append(DiffKind::kEqual, a.first[i], out);
      ++i;
      ++j;
    } else if (j == m || (i < n && at(i + 1, j) >= at(i, j + 1))) {
      removed.append(a.first[i].data(), a.first[i].size());
      ++i;
    } else {
      added.append(b.first[j].data(), b.first[j].size());
      ++j;
    }
  }
  flush();
}

std::vector<uint64_t> Pairs(absl::string_view text) {
  std::vector<uint64_t> out;
  char32_t last = 0;
  for (size_t pos = 0; pos < text.size();) {
    const char32_t c = FoldForSearch(NextCodePoint(text, &pos));
    if (Classify(c) == CharClass::kOther) continue;
    out.push_back(static_cast<uint64_t>(last) << 32 | c);
    last = c;
  }
  std::sort(out.begin(), out.end());
  return out;
}

}  // namespace

std::vector<DiffPiece> DiffTexts(absl::string_view from, absl::string_view to) {
  const std::vector<absl::string_view> a = Words(from);
  const std::vector<absl::string_view> b = Words(to);
  size_t head = 0;
  while (head < a.size() && head < b.size() && a[head] == b[head]) ++head;
  size_t tail = 0;
  while (tail < a.size() - head && tail < b.size() - head &&
         a[a.size() - 1 - tail] == b[b.size() - 1 - tail]) {
    ++tail;
  }
  std::vector<DiffPiece> out;
  for (size_t i = 0; i < head; ++i) Append(DiffKind::kEqual, a[i], &out);
  DiffMiddle({a.data() + head, a.size() - head - tail},
             {b.data() + head, b.size() - head - tail}, &out);
  for (size_t i = a.size() - tail; i < a.size(); ++i) {
    Append(DiffKind::kEqual, a[i], &out);
  }
  return out;
}

int Similarity(absl::string_view a, absl::string_view b) {
  const std::vector<uint64_t> x = Pairs(a);
  const std::vector<uint64_t> y = Pairs(b);
  if (x.empty() && y.empty()) return a == b ? 1000 : 0;
  size_t common = 0;
  for (size_t i = 0, j = 0; i < x.size() && j < y.size();) {
    if (x[i] == y[j]) {
      ++common;
      ++i;
      ++j;
    } else if (x[i] < y[j]) {
      ++i;
    } else {
      ++j;
    }
  }
  return static_cast<int>(2000 * common / (x.size() + y.size()));
}

}  // namespace zhiheng::catalog
