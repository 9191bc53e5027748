// A pipe of records from one process to another, as a shell makes them between two programs. It is made as small as the
// kernel makes them, and the records so large that few of them fill it: who writes works ahead of who reads by no more.
// pipe(7), fcntl(2)
#pragma once

#include <signal.h>

#include <algorithm>
#include <cstddef>
#include <span>
#include <stdexcept>
#include <system_error>
#include <vector>

#include "runtimes/fork/message.hpp"
#include "runtimes/os/pipe.hpp"
#include "runtimes/sequential/blocking.hpp"

namespace forked {

// In bytes, of a pipe as small as the kernel makes it: a page. Throws std::system_error if it refuses.
std::size_t shrink(const os::Pipe& pipe);

// Made before the fork; then each process keeps the end that it uses, or none: a pipe has a reader as long as anybody
// could read it. A process may write or read from one thread at a time.
template <Message T>
class Records {
 public:
  // Full when there are `capacity` records in it, of which each takes up its share of the pipe. Throws
  // std::system_error when there are no more pipes to be had, and std::length_error when the share is too small.
  explicit Records(std::size_t capacity) : record_(shrink(pipe_) / capacity) {
    if (record_.size() < sizeof(T))
      throw std::length_error("so many records do not fit into the smallest pipe");
  }

  // For this whole process: a reader that has gone is no longer a signal, but what write() says.
  void only_write() { pipe_.read_end.close(), ::signal(SIGPIPE, SIG_IGN); }
  void only_read() { pipe_.write_end.close(); }
  void close() { pipe_.read_end.close(), pipe_.write_end.close(); }

  // Waits for room. False: nobody reads any more. Throws std::system_error for any other failure.
  bool write(const T& message) {
    std::ranges::copy(bytes_of(message), record_.begin());
    try {
      sequential::write_all(pipe_.write_end.get(), record_);
    } catch (const std::system_error& error) {
      if (error.code() == std::errc::broken_pipe) return false;
      throw;
    }
    return true;
  }

  // Waits for a record. False: nobody writes any more. Throws std::system_error.
  bool read(T& message) {
    if (!sequential::read_message(pipe_.read_end.get(), record_)) return false;
    std::ranges::copy(std::span(record_).first(sizeof message), room_of(message).begin());
    return true;
  }

 private:
  os::Pipe pipe_ = os::make_pipe();
  std::vector<std::byte> record_;
};

}  // namespace forked
