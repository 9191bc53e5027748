// Readiness of many descriptors, one system call per wait, deadlines in nanoseconds.
#pragma once

#include <sys/epoll.h>

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>

#include "runtimes/os/descriptor.hpp"

namespace os {

class Epoll {
 public:
  using Deadline = std::optional<std::chrono::steady_clock::time_point>;

  Epoll();

  // `data` comes back in epoll_event::data.ptr with every event of `fd`.
  void add(int fd, std::uint32_t events, void* data);
  void modify(int fd, std::uint32_t events, void* data);
  void remove(int fd);

  // The part of `room` that was filled; empty means that the deadline has passed, never sooner.
  // No deadline: waits for as long as it takes. A past one: looks and returns.
  std::span<epoll_event> wait(std::span<epoll_event> room, Deadline deadline);

  int fd() const noexcept { return epoll_.get(); }

 private:
  Descriptor epoll_;
};

}  // namespace os
