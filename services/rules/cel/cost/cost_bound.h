// How much work an expression can be, as a sum of products of list sizes:
// 12 + 7·|label.marks| + 5·|label.marks|·|label.marks[].words|.
//
// Value type. Numbers stop at kMost instead of overflowing.
#ifndef SERVICES_RULES_CEL_COST_COST_BOUND_H_
#define SERVICES_RULES_CEL_COST_COST_BOUND_H_

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace zhiheng::cel {

class CostBound {
 public:
  static constexpr int64_t kMost = int64_t{1} << 62;
  // Terms that are kept apart; further ones join a single catch-all term that
  // counts every size in it once more, so the bound stays a bound.
  static constexpr size_t kMaxTerms = 64;

  CostBound() = default;
  explicit CostBound(int64_t count) { AddTerm({}, count); }
  // |name|
  static CostBound Size(std::string name);

  CostBound& operator+=(const CostBound& other);
  friend CostBound operator+(CostBound a, const CostBound& b) {
    a += b;
    return a;
  }
  friend CostBound operator*(const CostBound& a, const CostBound& b);

  // The names of all sizes, sorted.
  std::vector<std::string> SizeNames() const;
  // The number when every list has the size that `size_of` says.
  int64_t At(const std::function<int64_t(const std::string&)>& size_of) const;
  // The number when every list holds `size` elements.
  int64_t AtEqual(int64_t size) const;
  // 12 + 7·|label.marks|; "0" when there is nothing to do.
  std::string ToString() const;

 private:
  using Factors = std::vector<std::string>;  // sorted, repeated for powers
  void AddTerm(Factors factors, int64_t count);

  std::map<Factors, int64_t> terms_;
};

}  // namespace zhiheng::cel

#endif  // SERVICES_RULES_CEL_COST_COST_BOUND_H_
