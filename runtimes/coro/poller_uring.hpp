// The poller that has the kernel do the work, by io_uring. Its code is in poller_uring.cpp, or, where there is no
// liburing, in poller_uring_absent.cpp.
#pragma once

#include <memory>

#include "runtimes/coro/poller.hpp"

namespace coro {

std::unique_ptr<Poller> make_uring_poller();

}  // namespace coro
