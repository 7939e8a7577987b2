// The packs that are live: an immutable set, swapped whole.
//
// PackSet: immutable, thread-safe, shared; whoever holds one keeps it.
// PackRegistry: thread-safe. Take Current() once for each request.
#ifndef SERVICES_RULES_ENGINE_PACK_REGISTRY_H_
#define SERVICES_RULES_ENGINE_PACK_REGISTRY_H_

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/common/base/mutex.h"
#include "services/rules/calendar/calendar.h"
#include "services/rules/packs/compiled_pack.h"

namespace zhiheng::rules {

class PackSet {
 public:
  PackSet(std::vector<std::shared_ptr<const CompiledPack>> packs,
          Calendar calendar,
          std::shared_ptr<const FactsTypes> types = BuiltInFactsTypes());

  // In the order of their ids.
  const std::vector<std::shared_ptr<const CompiledPack>>& packs() const {
    return packs_;
  }
  // The facts types these packs know.
  const std::shared_ptr<const FactsTypes>& types() const { return types_; }
  const Calendar& calendar() const { return calendar_; }
  // Names the whole set: ids and digests of its packs.
  const std::string& digest() const { return digest_; }
  // nullptr when there is none.
  const CompiledPack* Find(absl::string_view id) const;
  std::vector<std::string> Ids() const;

 private:
  std::shared_ptr<const FactsTypes> types_;
  std::vector<std::shared_ptr<const CompiledPack>> packs_;
  Calendar calendar_;
  std::string digest_;
};

class PackRegistry {
 public:
  explicit PackRegistry(std::shared_ptr<const PackSet> first);

  std::shared_ptr<const PackSet> Current() const;
  // Requests under way keep the set they hold. A set that was replaced is
  // destroyed by a later Swap(), never by the request that held it last: taking
  // a large set apart would be that request's delay. Forgets
  // what was refused.
  void Swap(std::shared_ptr<const PackSet> next);

  // The packs on disk are broken: what lives goes on, and whoever asks is told.
  struct Refusal {
    std::string reason;  // every diagnostic, with excerpts
    absl::Time time;
  };
  void Refuse(Refusal refusal);
  // nullopt: what lives is what was last tried.
  std::optional<Refusal> refusal() const;

 private:
  mutable Mutex mutex_;
  std::optional<Refusal> refusal_ ABSL_GUARDED_BY(mutex_);
  std::shared_ptr<const PackSet> current_ ABSL_GUARDED_BY(mutex_);
  std::vector<std::shared_ptr<const PackSet>> replaced_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace zhiheng::rules

#endif  // SERVICES_RULES_ENGINE_PACK_REGISTRY_H_
