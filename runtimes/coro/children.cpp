#include "runtimes/coro/children.hpp"

namespace coro {

// One that waits for children of its own passes the request on to them and thereby comes back here. What it
// asks for then is only noted, and done by the outermost call: scopes may be nested deeper than a stack.
void Children::cancel() noexcept {
  static constinit thread_local Children* last_noted = nullptr;
  next_to_cancel_ = nullptr;
  if (last_noted != nullptr) {
    last_noted->next_to_cancel_ = this;
    last_noted = this;
    return;
  }
  last_noted = this;
  for (Children* family = this; family != nullptr; family = family->next_to_cancel_)
    for (Sibling* child = family->ring_.next_; child != &family->ring_; child = child->next_)
      static_cast<Branch*>(child)->cancel();
  last_noted = nullptr;
}

void Children::child_throws(Branch& child) noexcept {
  child.owner_ |= Branch::ended_bit;
  try {
    throw;
  } catch (const Cancelled&) {
    cancelled_ = true;
  } catch (...) {
    if (failure_) return;
    failure_ = std::current_exception();
    cancel();
  }
}

void Children::see_whether_it_won(const Branch& child) noexcept {
  if (winner_ != nullptr || child.owner_ & Branch::ended_bit) return;
  winner_ = &child;
  cancel();
}

}  // namespace coro
