// One loop per thread, and nothing shared between them: a task stays on the loop it was started on, so that nothing
// it does takes a lock. What goes from one shard to another goes by Remote::post.
#pragma once

#include <atomic>
#include <exception>
#include <functional>
#include <memory>
#include <vector>

#include "runtimes/coro/loop.hpp"
#include "runtimes/coro/shard.hpp"

namespace coro {

// The threads live as long as this does and wait in their loops between runs.
class Sharded final : private Shard::Owner {
 public:
  // Makes the root task of a shard, on the shard's own thread, of its loop and its number.
  using Body = Shard::Body;

  // Throws std::system_error, as starting a thread and making a loop do.
  explicit Sharded(unsigned shards, Polling polling = Polling::epoll);
  Sharded(const Sharded&) = delete;
  Sharded& operator=(const Sharded&) = delete;

  unsigned size() const noexcept { return static_cast<unsigned>(shards_.size()); }

  // Runs the body on every shard at once and returns when all have ended. The first exception that leaves one cancels
  // the others, and is thrown here when they have ended. Blocks; for one thread at a time, and none of the shards'.
  // What belongs to a loop, like a Socket, is made and destroyed in a body of its shard.
  void run(const Body& body);

  // From any thread, while this lives: calls `f` on the shard's thread, see Remote::post. What it throws is thrown by
  // the run that is going on, or else by the next.
  template <std::invocable F>
  void post(unsigned shard, F f) {
    shards_[shard]->remote().post(std::move(f));
  }

 private:
  void failed(Shard& shard) noexcept override;
  void done() noexcept override;

  unsigned run_ = 0;  // the number of runs
  std::atomic<unsigned> left_ = 0;
  std::atomic<bool> any_failed_ = false;
  std::exception_ptr failure_;  // written by the first to fail, read when none is left
  std::vector<std::unique_ptr<Shard>> shards_;
};

}  // namespace coro
