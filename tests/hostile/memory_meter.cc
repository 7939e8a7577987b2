#include "tests/hostile/memory_meter.h"

#include <malloc.h>

#include <atomic>
#include <cstdlib>
#include <new>

namespace {

std::atomic<size_t> held{0};
std::atomic<size_t> most{0};

void* Take(size_t bytes) {
  void* at = std::malloc(bytes);
  if (at == nullptr) std::abort();
  const size_t now = held += malloc_usable_size(at);
  size_t before = most.load();
  while (now > before && !most.compare_exchange_weak(before, now)) {
  }
  return at;
}

void Give(void* at) {
  if (at == nullptr) return;
  held -= malloc_usable_size(at);
  std::free(at);
}

}  // namespace

void* operator new(size_t bytes) { return Take(bytes); }
void* operator new[](size_t bytes) { return Take(bytes); }
// Named too, for a sanitizer has one of its own.
void* operator new(size_t bytes, const std::nothrow_t&) noexcept {
  return Take(bytes);
}
void* operator new[](size_t bytes, const std::nothrow_t&) noexcept {
  return Take(bytes);
}
void operator delete(void* at) noexcept { Give(at); }
void operator delete[](void* at) noexcept { Give(at); }
void operator delete(void* at, size_t) noexcept { Give(at); }
void operator delete[](void* at, size_t) noexcept { Give(at); }

namespace zhiheng {

MemoryMeter::MemoryMeter() : start_(held.load()) { most = start_; }
size_t MemoryMeter::peak() const { return most.load() - start_; }

}  // namespace zhiheng
