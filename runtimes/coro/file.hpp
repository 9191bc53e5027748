// Files that are read without holding up the loop: by the kernel itself where the loop polls with io_uring, else by a
// thread of a pool, one system call each time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "runtimes/coro/loop.hpp"
#include "runtimes/coro/thread_pool.hpp"
#include "runtimes/os/descriptor.hpp"

namespace coro {

// Open for reading. Any number of coroutines may read at once. The loop and the pool outlive it.
//
// Everything here throws std::system_error. Cancelled, it throws Cancelled, or completes if it cannot be stopped any
// more, and the request stands for the next await; the room is untouched afterwards in either case.
class File {
 public:
  static Task<File> open(Loop& loop, ThreadPool& pool, std::string path);

  // Resumes with the number of bytes that were there at `offset`: less than the room only at the end of the file.
  Task<std::size_t> read_at(std::uint64_t offset, std::span<std::byte> room);

  std::uint64_t size() const;  // in bytes, now

 private:
  File(Loop& loop, ThreadPool& pool, os::Descriptor descriptor)
      : loop_(&loop), pool_(&pool), descriptor_(std::move(descriptor)) {}

  Loop* loop_;
  ThreadPool* pool_;
  os::Descriptor descriptor_;
};

// The whole file, as it is while it is read.
Task<std::vector<std::byte>> read_file(Loop& loop, ThreadPool& pool, std::string path);

}  // namespace coro
