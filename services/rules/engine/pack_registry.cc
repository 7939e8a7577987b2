#include "services/rules/engine/pack_registry.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/base/text.h"
#include "services/rules/digest/digest.h"

namespace zhiheng::rules {

PackSet::PackSet(std::vector<std::shared_ptr<const CompiledPack>> packs,
                 Calendar calendar, std::shared_ptr<const FactsTypes> types)
    : types_(std::move(types)),
      packs_(std::move(packs)),
      calendar_(std::move(calendar)) {
  std::sort(packs_.begin(), packs_.end(),
            [](const auto& a, const auto& b) { return a->id < b->id; });
  std::string text;
  for (const auto& pack : packs_) {
    absl::StrAppend(&text, pack->id, " ", pack->digest, "\n");
  }
  digest_ = Sha256Hex(text);
}

const CompiledPack* PackSet::Find(absl::string_view id) const {
  for (const auto& pack : packs_) {
    if (pack->id == ToStd(id)) return pack.get();
  }
  return nullptr;
}

std::vector<std::string> PackSet::Ids() const {
  std::vector<std::string> ids;
  for (const auto& pack : packs_) ids.push_back(pack->id);
  return ids;
}

PackRegistry::PackRegistry(std::shared_ptr<const PackSet> first)
    : current_(std::move(first)) {}

std::shared_ptr<const PackSet> PackRegistry::Current() const {
  MutexLock lock(&mutex_);
  return current_;
}

void PackRegistry::Swap(std::shared_ptr<const PackSet> next) {
  std::vector<std::shared_ptr<const PackSet>> unused;  // destroyed unlocked
  MutexLock lock(&mutex_);
  replaced_.push_back(std::exchange(current_, std::move(next)));
  const auto held =
      std::partition(replaced_.begin(), replaced_.end(),
                     [](const auto& set) { return set.use_count() > 1; });
  unused.assign(std::make_move_iterator(held),
                std::make_move_iterator(replaced_.end()));
  replaced_.erase(held, replaced_.end());
  refusal_.reset();
}

void PackRegistry::Refuse(Refusal refusal) {
  MutexLock lock(&mutex_);
  refusal_ = std::move(refusal);
}

std::optional<PackRegistry::Refusal> PackRegistry::refusal() const {
  MutexLock lock(&mutex_);
  return refusal_;
}

}  // namespace zhiheng::rules
