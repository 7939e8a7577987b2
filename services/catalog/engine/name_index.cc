#include "services/catalog/engine/name_index.h"

#include <optional>
#include <set>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/catalog/citation/fold.h"
#include "services/common/base/status_macros.h"
#include "services/common/base/text.h"

namespace zhiheng::catalog {
namespace {

constexpr absl::string_view kCountry = "中华人民共和国";
constexpr int kBatchOfNames = 1000;
// Shorter names are one character from too many others.
constexpr size_t kMinMisprintChars = 4;

std::string Key(absl::string_view title) {
  const std::string key = TitleKey(title);
  if (absl::StartsWith(key, kCountry) && key.size() > kCountry.size() + 3) {
    return key.substr(kCountry.size());
  }
  return key;
}

std::u32string Chars(absl::string_view text) {
  std::u32string out;
  for (size_t pos = 0; pos < text.size();) {
    out.push_back(NextCodePoint(text, &pos));
  }
  return out;
}

// Characters that are swapped in print without changing what is meant.
bool IsParticle(char32_t c) {
  constexpr std::u32string_view kParticles = U"和与及的之等、或";
  return kParticles.find(c) != std::u32string_view::npos;
}

// `longer` has one character that `shorter` has not.
bool OneMore(const std::u32string& shorter, const std::u32string& longer) {
  size_t i = 0;
  while (i < shorter.size() && shorter[i] == longer[i]) ++i;
  return shorter.compare(i, std::u32string::npos, longer, i + 1) == 0;
}

// 江西省…规则 is no slip of 江苏省…规则: only particles may differ.
bool OneOther(const std::u32string& a, const std::u32string& b) {
  size_t different = 0;
  bool particle = true;
  for (size_t i = 0; i < a.size(); ++i) {
    if (a[i] == b[i]) continue;
    ++different;
    particle = IsParticle(a[i]) && IsParticle(b[i]);
  }
  return different == 1 && particle;
}

bool IsSlip(const std::u32string& title, const std::u32string& known) {
  if (title.size() == known.size()) return OneOther(title, known);
  if (title.size() == known.size() + 1) return OneMore(known, title);
  if (known.size() == title.size() + 1) return OneMore(title, known);
  // 产品价格法.
  return title.size() == known.size() + 2 &&
         title.compare(2, std::u32string::npos, known) == 0;
}

// 价格法价格法, and 中华人民共和国价格法价格法.
std::u32string Halved(const std::u32string& title) {
  const size_t half = title.size() / 2;
  if (title.size() % 2 == 0 && half >= 2 &&
      title.compare(0, half, title, half, half) == 0) {
    return title.substr(0, half);
  }
  return {};
}

}  // namespace

void NameIndex::Add(const Instrument& instrument) {
  AddName(instrument.title.zh);
  for (const std::string& name : instrument.short_names) AddName(name);
  titles_.Set(instrument);
}

void NameIndex::AddName(absl::string_view name) {
  std::string key = Key(name);
  if (key.empty() || !keys_.insert(key).second) return;
  std::u32string chars = Chars(key);
  by_length_[chars.size()].push_back(std::move(chars));
}

absl::StatusOr<std::shared_ptr<const NameIndex>> NameIndex::Build(
    const CatalogStore& store, int64_t commit) {
  auto out = std::make_shared<NameIndex>();
  std::string after;
  for (int read = 0; read < kMaxIndexedInstruments;) {
    ASSIGN_OR_RETURN(const std::vector<Instrument> page,
                     store.ListInstruments(commit, Kind::kUnspecified, after,
                                           kBatchOfNames));
    for (const Instrument& one : page) out->Add(one);
    if (static_cast<int>(page.size()) < kBatchOfNames) break;
    after = page.back().id;
    read += kBatchOfNames;
  }
  return std::shared_ptr<const NameIndex>(std::move(out));
}

absl::StatusOr<std::shared_ptr<const NameIndex>> NameIndex::Advanced(
    const CatalogStore& store, int64_t from, int64_t to) const {
  ASSIGN_OR_RETURN(const std::vector<CommitRecord> changes,
                   store.ListChanges(from, kMaxIndexedCommits));
  if (changes.empty() || changes.back().snapshot.commit < to) {
    return std::shared_ptr<const NameIndex>();
  }
  auto out = std::make_shared<NameIndex>(*this);
  std::set<std::string> touched;
  for (const CommitRecord& change : changes) {
    if (change.snapshot.commit <= to) touched.insert(change.instrument);
  }
  for (const std::string& id : touched) {
    ASSIGN_OR_RETURN(const std::optional<Instrument> instrument,
                     store.GetInstrument(to, id));
    if (instrument.has_value()) out->Add(*instrument);
  }
  return std::shared_ptr<const NameIndex>(std::move(out));
}

bool NameIndex::Knows(absl::string_view title) const {
  return keys_.contains(Key(title));
}

std::string NameIndex::MisprintOf(absl::string_view title) const {
  const std::u32string chars = Chars(Key(title));
  const std::u32string half = Halved(chars);
  const std::u32string* found = nullptr;
  if (chars.size() < kMinMisprintChars) return "";
  for (size_t length = chars.size() - 2; length <= chars.size() + 1; ++length) {
    const auto names = by_length_.find(length);
    if (names == by_length_.end()) continue;
    for (const std::u32string& known : names->second) {
      if (known.size() < 3 || !IsSlip(chars, known)) continue;
      if (found != nullptr) return "";
      found = &known;
    }
  }
  std::string out;
  if (found == nullptr && !half.empty()) {
    for (const char32_t c : half) AppendUtf8(c, &out);
    return Knows(out) ? out : "";
  }
  if (found == nullptr) return "";
  for (const char32_t c : *found) AppendUtf8(c, &out);
  return out;
}

absl::StatusOr<std::shared_ptr<const NameIndex>> NameIndexCache::Get(
    const CatalogStore& store, int64_t commit) {
  std::shared_ptr<const NameIndex> index;
  int64_t known = -1;
  {
    MutexLock lock(&mutex_);
    if (commit_ == commit) return index_;
    if (commit_ < commit) {
      index = index_;
      known = commit_;
    }
  }
  std::shared_ptr<const NameIndex> built;
  if (index != nullptr) {
    ASSIGN_OR_RETURN(built, index->Advanced(store, known, commit));
  }
  if (built == nullptr) {
    ASSIGN_OR_RETURN(built, NameIndex::Build(store, commit));
  }
  MutexLock lock(&mutex_);
  if (commit > commit_) {
    commit_ = commit;
    index_ = built;
  }
  return built;
}

}  // namespace zhiheng::catalog
