#include "services/catalog/importer/plan/comparison.h"

#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "services/catalog/importer/text/clean_line.h"

namespace zhiheng::catalog {
namespace {

constexpr size_t kMaxNamed = 10;

uint64_t Fnv(absl::string_view text) {
  uint64_t hash = 14695981039346656037ull;
  for (char c : text) {
    hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ull;
  }
  return hash;
}

bool BeginsPiece(absl::string_view segment) {
  return absl::StartsWith(segment, "art") || absl::StartsWith(segment, "cl") ||
         absl::StartsWith(segment, "item");
}

std::string Named(const std::vector<std::string>& ids) {
  std::vector<std::string> shown(ids.begin(),
                                 ids.begin() + std::min(ids.size(), kMaxNamed));
  std::string out = absl::StrJoin(shown, ", ");
  if (ids.size() > kMaxNamed) {
    absl::StrAppend(&out, " and ", ids.size() - kMaxNamed, " more");
  }
  return out;
}

}  // namespace

std::string PieceOf(const std::string& id) {
  if (absl::StartsWith(id, "cl")) return id;
  std::string out;
  for (absl::string_view segment : absl::StrSplit(id, '.')) {
    absl::StrAppend(&out, out.empty() ? "" : ".", segment);
    if (BeginsPiece(segment)) return out;
  }
  return out;
}

bool IsComparedId(const std::string& id) {
  if (absl::StartsWith(id, "part") || absl::StartsWith(id, "subpart") ||
      absl::StartsWith(id, "ch") || absl::StartsWith(id, "sec") ||
      absl::StartsWith(id, "pre")) {
    return false;
  }
  return PieceOf(id) == id;
}

TextDigests DigestsOf(const std::vector<Provision>& provisions) {
  TextDigests out;
  for (const Provision& p : provisions) {
    if (!IsComparedId(p.id)) continue;
    out[p.id] = Fnv(ComparableText(p.text.zh.empty() ? p.text.en : p.text.zh));
  }
  return out;
}

TextDifference Compare(const TextDigests& first, const TextDigests& second) {
  TextDifference out;
  for (const auto& [id, digest] : first) {
    const auto other = second.find(id);
    if (other == second.end()) {
      out.only_first.push_back(id);
    } else if (other->second != digest) {
      out.differing.push_back(id);
    }
  }
  for (const auto& [id, digest] : second) {
    if (!first.contains(id)) out.only_second.push_back(id);
  }
  return out;
}

std::string TextDifference::ToString(const std::string& first,
                                     const std::string& second) const {
  std::vector<std::string> parts;
  if (!differing.empty()) {
    parts.push_back(absl::StrCat(Named(differing), " differ"));
  }
  if (!only_first.empty()) {
    parts.push_back(absl::StrCat(Named(only_first), " only in ", first));
  }
  if (!only_second.empty()) {
    parts.push_back(absl::StrCat(Named(only_second), " only in ", second));
  }
  return absl::StrJoin(parts, "; ");
}

int Overlap(const TextDigests& first, const TextDigests& second) {
  if (second.empty()) return 0;
  size_t same = 0;
  for (const auto& [id, digest] : second) {
    const auto other = first.find(id);
    same += other != first.end() && other->second == digest ? 1 : 0;
  }
  return static_cast<int>(same * 100 / second.size());
}

}  // namespace zhiheng::catalog
