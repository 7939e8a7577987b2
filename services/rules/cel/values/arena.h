// Memory of one evaluation: allocated by moving a pointer, given back all at
// once. Reset() keeps the first block, so a warm evaluation does not allocate.
//
// One thread. Objects made by New() are never destroyed one by one; what owns
// other resources goes through Own().
#ifndef SERVICES_RULES_CEL_VALUES_ARENA_H_
#define SERVICES_RULES_CEL_VALUES_ARENA_H_

#include <cstddef>
#include <cstring>
#include <memory>
#include <new>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"

namespace zhiheng::cel {

class Arena {
 public:
  Arena() = default;
  Arena(const Arena&) = delete;
  Arena& operator=(const Arena&) = delete;

  void* Allocate(size_t bytes) {
    bytes = (bytes + 15) & ~size_t{15};
    if (bytes > static_cast<size_t>(end_ - next_)) Grow(bytes);
    char* at = next_;
    next_ += bytes;
    return at;
  }

  template <typename T, typename... Args>
  T* New(Args&&... args) {
    return new (Allocate(sizeof(T))) T{std::forward<Args>(args)...};
  }

  template <typename T>
  T* NewArray(size_t count) {
    T* at = static_cast<T*>(Allocate(sizeof(T) * count));
    for (size_t i = 0; i < count; ++i) new (at + i) T();
    return at;
  }

  absl::string_view Copy(absl::string_view text) {
    char* at = static_cast<char*>(Allocate(text.size() + 1));
    if (!text.empty()) std::memcpy(at, text.data(), text.size());
    return {at, text.size()};
  }

  // Keeps `object` until Reset().
  template <typename T>
  T* Own(std::unique_ptr<T> object) {
    T* raw = object.get();
    owned_.emplace_back(object.release(),
                        [](void* p) { delete static_cast<T*>(p); });
    return raw;
  }

  // Taken so far, in whole blocks.
  size_t bytes() const { return bytes_; }

  void Reset() {
    owned_.clear();
    if (blocks_.size() > 1) blocks_.resize(1);
    bytes_ = blocks_.empty() ? 0 : blocks_[0].second;
    next_ = blocks_.empty() ? nullptr : blocks_[0].first.get();
    end_ = blocks_.empty() ? nullptr : next_ + blocks_[0].second;
  }

 private:
  static constexpr size_t kBlock = 8192;

  void Grow(size_t bytes) {
    const size_t size = bytes > kBlock ? bytes : kBlock;
    blocks_.emplace_back(std::make_unique<char[]>(size), size);
    next_ = blocks_.back().first.get();
    end_ = next_ + size;
    bytes_ += size;
  }

  char* next_ = nullptr;
  char* end_ = nullptr;
  size_t bytes_ = 0;
  std::vector<std::pair<std::unique_ptr<char[]>, size_t>> blocks_;
  std::vector<std::unique_ptr<void, void (*)(void*)>> owned_;
};

}  // namespace zhiheng::cel

#endif  // SERVICES_RULES_CEL_VALUES_ARENA_H_
