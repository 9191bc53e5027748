// An io_context of Asio's on one thread, and coroutines spawned on it. No runtime of the suite's but a reference for its
// coroutine loop, so it is used as Asio's documentation shows: asio::awaitable on the default executor, asio::co_spawn.
// https://think-async.com/Asio/asio-1.22.1/doc/asio/overview/composition/cpp20_coroutines.html
#pragma once

#include <asio/awaitable.hpp>
#include <asio/co_spawn.hpp>
#include <asio/io_context.hpp>
#include <asio/version.hpp>
#include <exception>
#include <string>
#include <utility>

#include "runtimes/os/linked.hpp"

namespace on_asio {

// Headers only: the version is that which was compiled.
inline const os::Linked linked{"asio", std::to_string(ASIO_VERSION / 100000) + '.' +
                                           std::to_string(ASIO_VERSION / 100 % 1000) + '.' +
                                           std::to_string(ASIO_VERSION % 100)};

// Ends a coroutine: what it threw leaves io_context::run(). With asio::detached it would be lost.
inline void rethrow(std::exception_ptr failure) {
  if (failure) std::rethrow_exception(std::move(failure));
}

// Declare it before the sockets, timers and channels that are made of its context: they must go first.
class Loop {
 public:
  // Begins in run(), or at once when called by a coroutine of this loop.
  void spawn(asio::awaitable<void> task) {
    asio::co_spawn(context_, std::move(task), [](std::exception_ptr failure) { rethrow(std::move(failure)); });
  }

  // Until every coroutine has ended. Rethrows what one of them threw; the others are then still there.
  void run() {
    context_.restart();
    context_.run();
  }

  asio::io_context& context() noexcept { return context_; }

 private:
  asio::io_context context_{1};  // a hint: it is run by one thread, so who posts need wake no other. It still locks
};

}  // namespace on_asio
