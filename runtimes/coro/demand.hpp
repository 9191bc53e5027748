// Protocols with a demand: messages go one way and, the other way, an empty one for each that is wanted. The kernel
// buffers bytes, by the hundred thousand; who may have no more than four messages under way asks for four
// (reactive-streams.org: a publisher never sends more than was requested).
#pragma once

#include <cassert>
#include <cstddef>
#include <span>

#include "runtimes/coro/framing.hpp"

namespace coro {

class Giver : public LengthProtocol {
 public:
  using LengthProtocol::LengthProtocol;

  std::size_t wanted() const noexcept { return wanted_; }  // that have not been given
  virtual void more_wanted() = 0;                          // one more; give it now or later

 protected:
  // One of those that are wanted.
  void give(std::span<const std::byte> message) {
    assert(wanted_ > 0 && "nobody wants it");
    --wanted_;
    write_message(message);
  }

 private:
  void message_received(std::span<const std::byte>) final {
    ++wanted_;
    more_wanted();
  }

  std::size_t wanted_ = 0;
};

// Gets its messages by message_received, and wants another one when it says so.
class Taker : public LengthProtocol {
 public:
  // Wants `at_first` as soon as there is a connection.
  explicit Taker(std::size_t at_first) : at_first_(at_first) {}

  void connection_made(Transport& transport) final {
    LengthProtocol::connection_made(transport);
    for (std::size_t i = 0; i < at_first_; ++i) want();
  }
  void want() { write_message({}); }

 private:
  std::size_t at_first_;
};

}  // namespace coro
