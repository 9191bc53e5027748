// One of the threads of a Sharded, with a loop of its own.
#pragma once

#include <exception>
#include <functional>
#include <latch>
#include <optional>
#include <thread>

#include "runtimes/coro/event.hpp"
#include "runtimes/coro/loop.hpp"
#include "runtimes/coro/remote.hpp"
#include "runtimes/coro/scope.hpp"

namespace coro {

class Shard {
 public:
  using Body = std::function<Task<>(Loop&, unsigned)>;

  // Told on the shard's thread.
  class Owner {
   public:
    virtual void failed(Shard& shard) noexcept = 0;  // within the handler of its exception, before it is done
    virtual void done() noexcept = 0;                // with the run that it was called for

   protected:
    ~Owner() = default;
  };

  // Returns when the loop is there; throws std::system_error.
  Shard(Owner& owner, unsigned number, Polling polling);
  Shard(const Shard&) = delete;
  Shard& operator=(const Shard&) = delete;
  ~Shard();  // between runs

  // By any thread, and in any order: a cancellation may overtake the call that it is for, or come too late, and so
  // runs have numbers.
  void call(const Body& body, unsigned run);  // the body stays until the owner has been told that it is done
  void cancel(unsigned run);
  Remote& remote() noexcept { return *remote_; }

 private:
  void live(Polling polling, std::exception_ptr& failure, std::latch& made);
  void serve(Loop& loop);
  Task<> take_part(Loop& loop);

  Owner& owner_;
  const unsigned number_;

  // All of these are the shard's thread's.
  Event called_;                // to a body, or to leave
  const Body* body_ = nullptr;  // null between runs
  Scope* running_ = nullptr;    // where the body runs
  unsigned run_ = 0;            // that was called last
  unsigned cancelled_ = 0;      // the run that was cancelled last, or will be called
  bool leaving_ = false;
  std::exception_ptr failed_idle_;  // what a posted function threw between runs

  Remote* remote_ = nullptr;
  std::jthread thread_;
};

}  // namespace coro
