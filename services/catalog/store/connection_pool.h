// At most `size` connections to a store, opened when first needed, replaced
// when lost. Connection is a store's own class; it has Alive().
//
// Thread-safe. A lease gives its connection back when it goes; it must not
// outlive the pool. Errors: those of opening a connection.
#ifndef SERVICES_CATALOG_STORE_CONNECTION_POOL_H_
#define SERVICES_CATALOG_STORE_CONNECTION_POOL_H_

#include <functional>
#include <memory>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "services/common/base/mutex.h"

namespace zhiheng::catalog {

template <typename Connection>
class PoolOf {
 public:
  using Opener = std::function<absl::StatusOr<std::unique_ptr<Connection>>()>;

  PoolOf(int size, Opener open) : size_(size), opener_(std::move(open)) {}

  class Lease {
   public:
    Lease(PoolOf* pool, std::unique_ptr<Connection> connection)
        : pool_(pool), connection_(std::move(connection)) {}
    Lease(Lease&&) = default;
    Lease& operator=(Lease&&) = delete;
    ~Lease() {
      if (connection_ != nullptr) pool_->Return(std::move(connection_));
    }
    Connection* operator->() const { return connection_.get(); }
    Connection* get() const { return connection_.get(); }

   private:
    PoolOf* pool_;
    std::unique_ptr<Connection> connection_;
  };

  // Waits for a free connection.
  absl::StatusOr<Lease> Take() {
    {
      MutexLock lock(&mutex_);
      while (free_.empty() && open_ >= size_) returned_.Wait(&mutex_);
      if (!free_.empty()) {
        std::unique_ptr<Connection> connection = std::move(free_.back());
        free_.pop_back();
        return Lease(this, std::move(connection));
      }
      ++open_;
    }
    absl::StatusOr<std::unique_ptr<Connection>> connection = opener_();
    if (!connection.ok()) {
      Return(nullptr);
      return connection.status();
    }
    return Lease(this, *std::move(connection));
  }

 private:
  void Return(std::unique_ptr<Connection> connection) {
    const bool alive = connection != nullptr && connection->Alive();
    // A lost connection closes outside the lock, and so do those of its time:
    // the server may have gone.
    if (!alive) connection.reset();
    std::vector<std::unique_ptr<Connection>> old;
    {
      MutexLock lock(&mutex_);
      if (alive) {
        free_.push_back(std::move(connection));
      } else {
        open_ -= 1 + static_cast<int>(free_.size());
        old.swap(free_);
      }
    }
    // More than one may fit now.
    returned_.NotifyAll();
  }

  const int size_;
  const Opener opener_;
  Mutex mutex_;
  CondVar returned_;
  int open_ ABSL_GUARDED_BY(mutex_) = 0;
  std::vector<std::unique_ptr<Connection>> free_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace zhiheng::catalog

#endif  // SERVICES_CATALOG_STORE_CONNECTION_POOL_H_
