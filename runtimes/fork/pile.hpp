// Work that turns up while it is done, between processes: who has none takes some from the pile and who has
// too much puts some there, until nobody has any. Create it before the fork.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <span>
#include <stdexcept>
#include <type_traits>
#include <vector>

#include "runtimes/fork/semaphore.hpp"
#include "runtimes/fork/shared.hpp"

namespace forked {

template <class T>
requires std::is_trivially_copyable_v<T>
class Pile {
 public:
  // At most `capacity` items at a time, for so many workers. A worker that dies with work leaves the others
  // waiting.
  Pile(std::size_t capacity, unsigned workers) : state_(1, workers), items_(capacity) {}

  // Between runs, when no worker takes part: what there is to do at first.
  void start(std::span<const T> items) {
    state_->over = false;
    put(items);
  }

  // By a worker that has no work: half of what is there, so that the next finds some too. Waits for it;
  // nothing when all workers wait, for then nobody can put any more.
  std::vector<T> take() {
    const Lock lock(state_->lock);
    while (state_->size == 0 && !state_->over) wait();
    const std::size_t rest = state_->size / 2;
    std::vector<T> taken(items_.begin() + rest, items_.begin() + state_->size);
    state_->size = rest;
    return taken;
  }

  // By a worker that has more. Throws std::length_error, and puts nothing, if it is too much.
  void put(std::span<const T> items) {
    const Lock lock(state_->lock);
    if (items.size() > items_.size() - state_->size) throw std::length_error("forked::Pile: full");
    std::ranges::copy(items, items_.begin() + state_->size);
    state_->size += items.size();
    wake_all();
  }

  // Whether a worker waits: a glance without the lock, for those who would otherwise put what nobody wants.
  bool is_awaited() const { return state_->waiting.load(std::memory_order_relaxed) > 0; }

 private:
  struct State {
    explicit State(unsigned all) : workers(all) {}

    const unsigned workers;
    Semaphore lock{1};                  // guards all below
    Semaphore wake{0};                  // a permit for everyone who was woken and is not yet back
    std::atomic<unsigned> waiting = 0;  // and were not woken
    std::size_t size = 0;
    bool over = false;
  };

  class Lock {
   public:
    explicit Lock(Semaphore& lock) : lock_(lock) { lock_.acquire(); }
    Lock(const Lock&) = delete;
    Lock& operator=(const Lock&) = delete;
    ~Lock() { lock_.release(); }

   private:
    Semaphore& lock_;
  };

  void wait() {
    if (state_->waiting + 1 == state_->workers) {
      state_->over = true;
      return wake_all();
    }
    ++state_->waiting;
    state_->lock.release();
    state_->wake.acquire();
    state_->lock.acquire();
  }

  void wake_all() {
    for (; state_->waiting > 0; --state_->waiting) state_->wake.release();
  }

  Shared<State> state_;
  Shared<T> items_;
};

}  // namespace forked
