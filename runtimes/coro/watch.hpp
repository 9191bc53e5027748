// Calls functions while a descriptor is readable or writable: the layer below the streams, for descriptors of
// other libraries. Level-triggered, and so called in every turn until the function has done something about
// it.
#pragma once

#include <functional>
#include <utility>

#include "runtimes/coro/callback.hpp"
#include "runtimes/coro/loop.hpp"
#include "runtimes/coro/readiness.hpp"

namespace coro {

// Watches the descriptor, which stays its owner's, until it is destroyed, within the loop's life and before
// the descriptor is closed. The functions run on the loop's thread; what they throw ends Loop::run.
class Watch {
 public:
  using Function = std::function<void()>;

  Watch(Loop& loop, int fd)
      : loop_(loop),
        fd_(fd),
        reader_(new Side(loop, readiness_.readable)),
        writer_(new Side(loop, readiness_.writable)) {
    readiness_.writable = false;
  }
  Watch(const Watch&) = delete;
  Watch& operator=(const Watch&) = delete;
  ~Watch();

  void add_reader(Function f) { set(*reader_, std::move(f)); }  // replaces the one before
  void add_writer(Function f) { set(*writer_, std::move(f)); }
  void remove_reader() { add_reader(nullptr); }
  void remove_writer() { add_writer(nullptr); }

 private:
  // Called by the loop's poller; the function itself is called in the next turn of ready branches.
  class Side final : public Callback, public Operation {
   public:
    Side(Loop& loop, bool& news) : Callback(loop), news_(news) {}
    bool advance() noexcept override {
      news_ = false;
      call_soon();
      return false;
    }
    void cancel() noexcept override {}
    Function f;

   private:
    void call() override {
      const Function keep = f;  // it may remove itself
      if (keep) keep();
    }
    bool& news_;
  };

  void set(Side& side, Function f);
  void tell_poller();

  Loop& loop_;
  int fd_;
  bool registered_ = false;
  Readiness readiness_;
  Side* reader_;  // they delete themselves, after having been abandoned
  Side* writer_;
};

}  // namespace coro
