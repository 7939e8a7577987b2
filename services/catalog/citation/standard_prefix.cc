#include "services/catalog/citation/standard_prefix.h"

#include <algorithm>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/string_view.h"

namespace zhiheng::catalog {
namespace {

// Two letters each, in order.
constexpr absl::string_view kIndustries[] = {
    "AQ", "BB", "CB", "CH", "CJ", "CY", "DA", "DB", "DL", "DZ", "EJ", "FZ",
    "GA", "GC", "GH", "GM", "GY", "HB", "HG", "HJ", "HS", "HY", "JB", "JC",
    "JG", "JR", "JT", "JY", "KA", "LB", "LD", "LS", "LY", "MH", "MR", "MT",
    "MZ", "NB", "NY", "QB", "QC", "QJ", "QX", "RB", "SB", "SC", "SF", "SH",
    "SJ", "SL", "SN", "SW", "SY", "TB", "TD", "TY", "WB", "WH", "WJ", "WM",
    "WS", "WW", "XB", "XF", "YB", "YC", "YD", "YJ", "YS", "YY", "YZ", "ZY"};

}  // namespace

bool IsCredibleStandard(const StandardNumber& number) {
  const absl::string_view all = number.number;
  const absl::string_view prefix = all.substr(0, all.find(' '));
  for (absl::string_view known : {"GB", "GB/T", "GB/Z", "GSB", "JJG", "JJF"}) {
    if (prefix == known) return true;
  }
  if (absl::StartsWith(prefix, "ISO") || absl::StartsWith(prefix, "IEC") ||
      (absl::StartsWith(prefix, "DB") && prefix.size() > 3)) {
    return true;
  }
  // Enterprises and groups name themselves: the year must be there.
  if (absl::StartsWith(prefix, "T/") || absl::StartsWith(prefix, "Q/")) {
    return !number.year.empty();
  }
  const absl::string_view code = prefix.substr(0, 2);
  if (!std::binary_search(std::begin(kIndustries), std::end(kIndustries),
                          code)) {
    return false;
  }
  return prefix.size() > 2 || !number.year.empty();
}

}  // namespace zhiheng::catalog
