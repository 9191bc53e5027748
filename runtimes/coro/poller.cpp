#include "runtimes/coro/poller.hpp"

#include <system_error>

#include "runtimes/coro/poller_epoll.hpp"
#include "runtimes/coro/poller_uring.hpp"

namespace coro {

std::unique_ptr<Poller> make_poller(Polling polling) {
  if (polling == Polling::io_uring) return make_uring_poller();
  return std::make_unique<EpollPoller>();
}

std::optional<std::string> why_unavailable(Polling polling) {
  try {
    make_poller(polling);
    return std::nullopt;
  } catch (const std::system_error& error) {
    return error.what();
  }
}

}  // namespace coro
