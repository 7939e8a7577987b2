// Evaluations of one module that wait for their next subject with warm memory,
// so that judging a subject does not begin with building one.
//
// Thread-safe. The module must outlive the pool, the pool its leases. A lease
// resets its evaluation when it ends: nothing of a subject is kept. At most
// kMaxIdle evaluations wait; further ones are built and thrown away.
#ifndef SERVICES_RULES_CEL_MODULE_EVALUATION_POOL_H_
#define SERVICES_RULES_CEL_MODULE_EVALUATION_POOL_H_

#include <memory>
#include <utility>
#include <vector>

#include "services/common/base/mutex.h"
#include "services/rules/cel/module/module.h"

namespace zhiheng::cel {

class EvaluationPool {
 public:
  static constexpr size_t kMaxIdle = 64;

  class Lease {
   public:
    Lease(EvaluationPool* pool, std::unique_ptr<Evaluation> evaluation)
        : pool_(pool), evaluation_(std::move(evaluation)) {}
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;
    ~Lease() { pool_->GiveBack(std::move(evaluation_)); }
    Evaluation& operator*() const { return *evaluation_; }
    Evaluation* operator->() const { return evaluation_.get(); }

   private:
    EvaluationPool* pool_;
    std::unique_ptr<Evaluation> evaluation_;
  };

  explicit EvaluationPool(const Module& module) : module_(module) {
    idle_.reserve(kMaxIdle);
  }

  Lease Take() ABSL_LOCKS_EXCLUDED(mutex_) {
    std::unique_ptr<Evaluation> evaluation;
    {
      MutexLock lock(&mutex_);
      if (!idle_.empty()) {
        evaluation = std::move(idle_.back());
        idle_.pop_back();
      }
    }
    if (evaluation == nullptr)
      evaluation = std::make_unique<Evaluation>(module_);
    return Lease(this, std::move(evaluation));
  }

 private:
  void GiveBack(std::unique_ptr<Evaluation> evaluation)
      ABSL_LOCKS_EXCLUDED(mutex_) {
    evaluation->Reset();
    MutexLock lock(&mutex_);
    if (idle_.size() < kMaxIdle) idle_.push_back(std::move(evaluation));
  }

  const Module& module_;
  Mutex mutex_;
  std::vector<std::unique_ptr<Evaluation>> idle_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace zhiheng::cel

#endif  // SERVICES_RULES_CEL_MODULE_EVALUATION_POOL_H_
