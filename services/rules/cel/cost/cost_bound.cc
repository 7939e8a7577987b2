#include "services/rules/cel/cost/cost_bound.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace zhiheng::cel {
namespace {

int64_t SafeMultiply(int64_t a, int64_t b) {
  if (a == 0 || b == 0) return 0;
  return a > CostBound::kMost / b ? CostBound::kMost : a * b;
}

int64_t SafeAdd(int64_t a, int64_t b) {
  return a > CostBound::kMost - b ? CostBound::kMost : a + b;
}

// Both lists of factors, each name as often as in the list that has it more
// often: a product that is at least either, for sizes of at least one.
std::vector<std::string> Join(const std::vector<std::string>& a,
                              const std::vector<std::string>& b) {
  std::vector<std::string> out;
  std::set_union(a.begin(), a.end(), b.begin(), b.end(),
                 std::back_inserter(out));
  return out;
}

}  // namespace

CostBound CostBound::Size(std::string name) {
  CostBound bound;
  bound.AddTerm({std::move(name)}, 1);
  return bound;
}

void CostBound::AddTerm(Factors factors, int64_t count) {
  if (count == 0) return;
  if (terms_.size() >= kMaxTerms && terms_.find(factors) == terms_.end()) {
    // The last term stands for the rest. An empty list would make it too
    // small, so At() takes sizes as at least one.
    auto last = std::prev(terms_.end());
    Factors joined = Join(last->first, factors);
    const int64_t sum = SafeAdd(last->second, count);
    terms_.erase(last);
    factors = std::move(joined);
    count = sum;
  }
  int64_t& slot = terms_[std::move(factors)];
  slot = SafeAdd(slot, count);
}

CostBound& CostBound::operator+=(const CostBound& other) {
  for (const auto& [factors, count] : other.terms_) AddTerm(factors, count);
  return *this;
}

CostBound operator*(const CostBound& a, const CostBound& b) {
  CostBound out;
  for (const auto& [x, i] : a.terms_) {
    for (const auto& [y, j] : b.terms_) {
      std::vector<std::string> factors;
      std::merge(x.begin(), x.end(), y.begin(), y.end(),
                 std::back_inserter(factors));
      out.AddTerm(std::move(factors), SafeMultiply(i, j));
    }
  }
  return out;
}

std::vector<std::string> CostBound::SizeNames() const {
  std::set<std::string> names;
  for (const auto& [factors, count] : terms_) {
    names.insert(factors.begin(), factors.end());
  }
  return {names.begin(), names.end()};
}

int64_t CostBound::At(
    const std::function<int64_t(const std::string&)>& size_of) const {
  int64_t sum = 0;
  for (const auto& [factors, count] : terms_) {
    int64_t product = count;
    for (const std::string& name : factors) {
      product = SafeMultiply(product, std::max<int64_t>(1, size_of(name)));
    }
    sum = SafeAdd(sum, product);
  }
  return sum;
}

int64_t CostBound::AtEqual(int64_t size) const {
  return At([size](const std::string&) { return size; });
}

std::string CostBound::ToString() const {
  std::vector<std::string> parts;
  for (const auto& [factors, count] : terms_) {
    std::string part;
    if (count != 1 || factors.empty()) part = absl::StrCat(count);
    for (const std::string& name : factors) {
      absl::StrAppend(&part, part.empty() ? "" : "·", "|", name, "|");
    }
    parts.push_back(std::move(part));
  }
  return parts.empty() ? "0" : absl::StrJoin(parts, " + ");
}

}  // namespace zhiheng::cel
