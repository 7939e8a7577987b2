// Candidates for likeness share a rare pair of characters, found by an inverted
// list, so that a thousand articles are not compared with a thousand others.
// Tested by edition_diff_test.cc.
#include "services/catalog/engine/edition_diff.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "services/catalog/engine/text_diff.h"
#include "services/catalog/search/tokenizer.h"

namespace zhiheng::catalog {
namespace {

// Of equal likeness the same address wins.
constexpr int kSameAddressBonus = 60;
// A token of more provisions than this tells nothing.
constexpr size_t kCommonToken = 12;

std::string Words(const Provision& p) { return p.heading + "\n" + p.text.zh; }

class Matcher {
 public:
  Matcher(const std::vector<Provision>& from, const std::vector<Provision>& to)
      : from_(from), to_(to), of_from_(from.size()), of_to_(to.size()) {}

  void TakeRecorded(const std::vector<CorrespondencePair>& recorded) {
    std::map<std::string, size_t> old_ids, new_ids;
    for (size_t i = 0; i < from_.size(); ++i) old_ids[from_[i].id] = i;
    for (size_t j = 0; j < to_.size(); ++j) new_ids[to_[j].id] = j;
    for (const CorrespondencePair& pair : recorded) {
      const auto old_one = old_ids.find(pair.from.provision);
      const auto new_one = new_ids.find(pair.to.provision);
      if (old_one == old_ids.end() || new_one == new_ids.end()) continue;
      Pair(old_one->second, new_one->second, true);
    }
  }

  void TakeEqual() {
    std::multimap<std::string, size_t> by_text;
    for (size_t j = 0; j < to_.size(); ++j) by_text.emplace(Words(to_[j]), j);
    for (const bool same_address : {true, false}) {
      for (size_t i = 0; i < from_.size(); ++i) {
        auto [begin, end] = by_text.equal_range(Words(from_[i]));
        for (auto it = begin; it != end; ++it) {
          if (same_address && from_[i].id != to_[it->second].id) continue;
          Pair(i, it->second, false);
        }
      }
    }
  }

  void TakeAlike() {
    // Likeness, old, new; the best first.
    std::vector<std::tuple<int, size_t, size_t>> scored;
    for (const auto& [i, j] : Candidates()) {
      const bool same = from_[i].id == to_[j].id;
      const int alike = Similarity(Words(from_[i]), Words(to_[j]));
      if (alike < (same ? kChangedSimilarity : kMovedSimilarity)) continue;
      scored.emplace_back(-(alike + (same ? kSameAddressBonus : 0)), i, j);
    }
    std::sort(scored.begin(), scored.end());
    for (const auto& [score, i, j] : scored) Pair(i, j, false);
  }

  std::vector<Change> Changes() const {
    std::vector<Change> out;
    size_t removed = 0;  // earlier ones before it are said
    const auto say_removed_before = [&](size_t end) {
      for (; removed < end; ++removed) {
        if (!of_from_[removed].has_value()) {
          out.push_back(
              {ChangeKind::kRemoved, removed, std::nullopt, 0, false});
        }
      }
    };
    for (size_t j = 0; j < to_.size(); ++j) {
      if (!of_to_[j].has_value()) {
        out.push_back({ChangeKind::kAdded, std::nullopt, j, 0, false});
        continue;
      }
      const size_t i = *of_to_[j];
      if (from_[i].id == to_[j].id) say_removed_before(i);
      Change change{ChangeKind::kMoved, i, j, 1000, recorded_.count(i) > 0};
      const bool equal = Words(from_[i]) == Words(to_[j]);
      if (!equal)
        change.similarity = Similarity(Words(from_[i]), Words(to_[j]));
      if (from_[i].id == to_[j].id) {
        change.kind = equal ? ChangeKind::kUnchanged : ChangeKind::kChanged;
      }
      out.push_back(change);
    }
    say_removed_before(from_.size());
    return out;
  }

 private:
  void Pair(size_t i, size_t j, bool recorded) {
    if (of_from_[i].has_value() || of_to_[j].has_value()) return;
    of_from_[i] = j;
    of_to_[j] = i;
    if (recorded) recorded_.insert(i);
  }

  std::set<std::pair<size_t, size_t>> Candidates() const {
    std::unordered_map<std::string, std::vector<size_t>> by_token;
    std::map<std::string, size_t> by_id;
    for (size_t j = 0; j < to_.size(); ++j) {
      if (of_to_[j].has_value()) continue;
      by_id[to_[j].id] = j;
      const std::vector<std::string> tokens = Tokenize(Words(to_[j]));
      for (const std::string& token :
           std::set<std::string>(tokens.begin(), tokens.end())) {
        by_token[token].push_back(j);
      }
    }
    std::set<std::pair<size_t, size_t>> out;
    for (size_t i = 0; i < from_.size(); ++i) {
      if (of_from_[i].has_value()) continue;
      if (const auto same = by_id.find(from_[i].id); same != by_id.end()) {
        out.emplace(i, same->second);
      }
      if (out.size() > kMaxComparisons) continue;
      for (const std::string& token : Tokenize(Words(from_[i]))) {
        const auto with = by_token.find(token);
        if (with == by_token.end() || with->second.size() > kCommonToken) {
          continue;
        }
        for (const size_t j : with->second) out.emplace(i, j);
      }
    }
    return out;
  }

  const std::vector<Provision>& from_;
  const std::vector<Provision>& to_;
  std::vector<std::optional<size_t>> of_from_;
  std::vector<std::optional<size_t>> of_to_;
  std::set<size_t> recorded_;
};

}  // namespace

std::vector<Change> DiffProvisions(
    const std::vector<Provision>& from, const std::vector<Provision>& to,
    const std::vector<CorrespondencePair>& recorded) {
  Matcher matcher(from, to);
  matcher.TakeRecorded(recorded);
  matcher.TakeEqual();
  matcher.TakeAlike();
  return matcher.Changes();
}

}  // namespace zhiheng::catalog
