#include <system_error>

#include "runtimes/coro/poller_uring.hpp"

namespace coro {

std::unique_ptr<Poller> make_uring_poller() {
  throw std::system_error(ENOSYS, std::generic_category(), "io_uring: built without liburing");
}

}  // namespace coro
