#include "runtimes/coro/inbox.hpp"

#include <thread>

#include "runtimes/coro/loop.hpp"

namespace coro {

bool Inbox::Bell::advance() noexcept {
  event.drain();
  return false;
}

Inbox::Inbox(Loop& loop) : poller_(loop.poller()) {
  poller_.add(bell_.event.fd(), readiness_);
  readiness_.reader = &bell_;
}

// A sender may still be on its way out when its letter has long been read and the loop has ended over it.
Inbox::~Inbox() {
  while (senders_.load(std::memory_order_acquire) > 0) std::this_thread::yield();
  collect(false);
  poller_.remove(bell_.event.fd(), readiness_);
}

// Sequentially consistent, like arm(): either the sender sees the loop armed, or the loop sees the letter.
void Inbox::post(Letter& letter) noexcept {
  senders_.fetch_add(1, std::memory_order_relaxed);        // seen before the letter is, by its release
  Letter* before = last_.load(std::memory_order_relaxed);  // only a first guess for the exchange
  do letter.next_ = before;
  while (!last_.compare_exchange_weak(before, &letter));
  if (armed_.load() && armed_.exchange(false)) bell_.event.signal();
  senders_.fetch_sub(1, std::memory_order_release);  // pairs with the destructor; the inbox may be gone now
}

bool Inbox::arm() noexcept {
  armed_.store(true);
  if (last_.load() == nullptr) return true;
  armed_.store(false);
  return false;
}

void Inbox::collect(bool wanted) noexcept {
  // Relaxed: a letter that is not seen yet is seen by the exchange of the next turn, or by arm().
  if (last_.load(std::memory_order_relaxed) == nullptr) return;
  Letter* first = nullptr;
  for (Letter* letter = last_.exchange(nullptr, std::memory_order_acquire); letter != nullptr;) {
    Letter* const before = letter->next_;
    letter->next_ = first;
    first = letter;
    letter = before;
  }
  while (first != nullptr) {
    Letter* const letter = first;
    first = first->next_;
    letter->arrive(wanted);
  }
}

}  // namespace coro
