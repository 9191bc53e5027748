// libuv's mutex, for the standard library's locks: std::scoped_lock lock(mutex).
#pragma once

#include <uv.h>

#include "runtimes/uv/error.hpp"

namespace uv {

class Mutex {
 public:
  Mutex() { check(uv_mutex_init(&mutex_), "uv_mutex_init"); }
  Mutex(const Mutex&) = delete;
  Mutex& operator=(const Mutex&) = delete;
  ~Mutex() { uv_mutex_destroy(&mutex_); }  // nobody may have it

  void lock() noexcept { uv_mutex_lock(&mutex_); }
  bool try_lock() noexcept { return uv_mutex_trylock(&mutex_) == 0; }
  void unlock() noexcept { uv_mutex_unlock(&mutex_); }

 private:
  uv_mutex_t mutex_;
};

}  // namespace uv
