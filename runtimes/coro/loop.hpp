// An event loop on the calling thread: ready tasks, timers, descriptors. Everything that is awaited here
// resumes its coroutine inside run(), and nothing but a Remote may be used from another thread.
#pragma once

#include <array>
#include <chrono>
#include <coroutine>
#include <cstddef>
#include <exception>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <utility>

#include "runtimes/coro/callback.hpp"
#include "runtimes/coro/children.hpp"
#include "runtimes/coro/counters.hpp"
#include "runtimes/coro/inbox.hpp"
#include "runtimes/coro/poller.hpp"
#include "runtimes/coro/ready_queue.hpp"
#include "runtimes/coro/sleep.hpp"
#include "runtimes/coro/task.hpp"
#include "runtimes/coro/task_list.hpp"
#include "runtimes/coro/timer_heap.hpp"
#include "runtimes/coro/turn_budget.hpp"
#include "runtimes/coro/watchdog.hpp"
#include "runtimes/coro/yield.hpp"

namespace coro {

// Thrown by run() when tasks wait and nothing is left that could wake any: no timer, no descriptor, no
// Remote. The root has been cancelled and everything unwound before.
struct Deadlock : std::logic_error {
  Deadlock() : std::logic_error("coro::Loop: deadlock: tasks wait, and nothing is left to wake them") {}
};

class Loop {
 public:
  using Clock = TimerHeap::Clock;

  // Throws std::system_error where the kernel does not offer what was chosen. With io_uring the loop is used,
  // and destroyed, on the thread that made it.
  explicit Loop(Polling polling = Polling::epoll) : poller_(make_poller(polling)) {}
  Loop(const Loop&) = delete;
  Loop& operator=(const Loop&) = delete;

  // Returns (or throws) what the root task does, as soon as it is done. What goes wrong with the loop itself,
  // in a callback or with the poller, cancels the root and is thrown when that has ended.
  template <class T>
  T run(Task<T> root) {
    if (tasks_.tracing()) root = named("root", std::move(root));
    Children family;
    drive(root.frame().promise().become_child(family, Children::Frames::kept), family);
    return root.frame().promise().take();
  }

  Yield yield() noexcept { return {}; }
  // By reference: g++ keeps a copy of every class that is passed by value in the frame of who awaits.
  Sleep sleep_until(const Clock::time_point& due) noexcept { return Sleep(due); }
  Sleep sleep_for(const Clock::duration& nap) noexcept { return sleep_until(Clock::now() + nap); }

  // Calls `f` from run(): behind everyone who is ready now, or not before `due`; unless the handle is gone.
  template <class F>
  Handle call_soon(F f) {
    auto* callback = new CallbackOf<F>(*this, std::move(f));
    callback->call_soon();
    return Handle(*callback);
  }
  template <class F>
  Handle call_at(Clock::time_point due, F f) {
    auto callback = std::make_unique<CallbackOf<F>>(*this, std::move(f));
    callback->call_at(due);
    return Handle(*callback.release());
  }
  template <class F>
  Handle call_later(Clock::duration delay, F f) {
    return call_at(Clock::now() + delay, std::move(f));
  }

  // Has `report` called whenever one resume took longer than `limit`; costs a look at the clock per resume.
  void watch(Clock::duration limit, Watchdog::Report report) { watchdog_.emplace(limit, std::move(report)); }
  Counters counters() const noexcept;

  // Those of its tasks that have a name, or all if it traces: for whoever wants to know what hangs.
  TaskList& tasks() noexcept { return tasks_; }
  // scope.spawn(loop.named("reader 7", read(7))); at the price of a second frame.
  template <class T>
  Task<T> named(std::string name, Task<T> task) {
    return traced(std::move(task), TaskList::Entry(tasks_, std::move(name)));
  }

  // For those who build something to await.
  ReadyQueue& ready() noexcept { return ready_; }
  TimerHeap& timers() noexcept { return timers_; }
  Poller& poller() noexcept { return *poller_; }
  Inbox& inbox();  // where other threads reach this loop; made by its first use
  std::size_t& outside() noexcept { return outside_; }
  void fail(std::exception_ptr reason) noexcept;                // ends run() with it
  std::span<std::byte> landing() noexcept { return landing_; }  // for reads that are copied on at once

 private:
  void drive(Branch& root, Children& family);
  void resume_ready() noexcept;
  template <bool from_afar>
  void resume_within_budget() noexcept;
  void resume_ready_watched() noexcept;
  static void take_turn(Branch& branch);
  void wait_for_events();
  void look_outside();
  void watch_turns() noexcept;
  void wake_sleepers() noexcept;

  ReadyQueue ready_;
  TimerHeap timers_;
  std::unique_ptr<Poller> poller_;
  TurnBudget budget_;
  std::size_t outside_ = 0;  // waits that only the kernel or another thread can end
  std::unique_ptr<Inbox> inbox_;
  Branch* root_ = nullptr;
  std::exception_ptr failure_;
  std::array<std::byte, 4096> landing_;
  std::optional<Clock::time_point> full_turn_ended_;  // set if the last turn used up its budget
  Counters counters_;
  FramePool::Use frames_before_ = FramePool::use_of_this_thread();
  TaskList tasks_;
  std::optional<Watchdog> watchdog_;
};

}  // namespace coro
