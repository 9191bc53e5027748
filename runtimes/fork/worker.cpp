#include "runtimes/fork/worker.hpp"

#include <stdexcept>

#include "runtimes/os/error.hpp"
#include "runtimes/sequential/blocking.hpp"

namespace forked {

Worker::Worker(const Serve& serve)
    : child_([&] { serve(requests_.read_end.get(), replies_.write_end.get()); }) {
  replies_.write_end.close();
}

void Worker::give(std::span<const std::byte> request) {
  sequential::write_all(requests_.write_end.get(), request);
}

void Worker::take(std::span<std::byte> reply) {
  if (sequential::read_message(replies(), reply)) return;
  child_.wait();
  throw std::runtime_error("a worker left before it had answered");
}

void wait_for_any(std::span<pollfd> replies) {
  os::check(os::retry([&] { return ::poll(replies.data(), replies.size(), -1); }), "poll");
}

}  // namespace forked
