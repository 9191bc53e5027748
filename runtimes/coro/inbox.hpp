// The door through which other threads reach a loop: a list that they push to without a lock, and an event
// descriptor that one of them writes to, once per batch and only if the loop sleeps or is about to.
#pragma once

#include <atomic>
#include <memory>

#include "runtimes/coro/readiness.hpp"
#include "runtimes/os/event.hpp"

namespace coro {

class Poller;

// Delivered on the loop's thread. Lies wherever its sender keeps it until then.
class Letter {
 public:
  // May end the letter's life. Not wanted: the loop is gone before it was read.
  virtual void arrive(bool wanted) noexcept = 0;

 protected:
  ~Letter() = default;

 private:
  friend class Inbox;
  Letter* next_;
};

class Inbox {
 public:
  explicit Inbox(Loop& loop);
  ~Inbox();
  Inbox(const Inbox&) = delete;
  Inbox& operator=(const Inbox&) = delete;

  void post(Letter& letter) noexcept;  // by any thread

  // By the loop's thread:
  void collect(bool wanted = true) noexcept;  // delivers all letters in the order in which they were posted
  bool arm() noexcept;                        // before it sleeps; false: there is a letter already

 private:
  // Waits for the event for ever and only ever drains it.
  class Bell final : public Operation {
   public:
    bool advance() noexcept override;
    os::EventFd event;
  };

  Poller& poller_;
  std::atomic<Letter*> last_ = nullptr;  // the latest, linked to those before
  std::atomic<bool> armed_ = false;      // the next to post must ring
  std::atomic<int> senders_ = 0;         // that are inside post()
  Readiness readiness_;
  Bell bell_;
};

}  // namespace coro
