// A stream socket that reads and writes by itself on behalf of a protocol: what cannot be sent at once is
// buffered, and the protocol told to pause when that becomes too much.
#pragma once

#include <cstddef>
#include <span>
#include <system_error>
#include <vector>

#include "runtimes/coro/callback.hpp"
#include "runtimes/coro/loop.hpp"
#include "runtimes/coro/protocol.hpp"
#include "runtimes/coro/readiness.hpp"
#include "runtimes/os/descriptor.hpp"

namespace coro {

// Ends with its owner, at any time except within a call of its protocol, which must outlive it: who
// destroys it before connection_lost hears nothing more.
class Transport {
 public:
  Transport(Loop& loop, os::Descriptor descriptor, Protocol& protocol);
  Transport(const Transport&) = delete;
  Transport& operator=(const Transport&) = delete;
  ~Transport();

  // Never blocks and never calls back. After close, or when the connection is lost, the bytes are dropped.
  void write(std::span<const std::byte> bytes);
  void write_eof();  // half-close, when all is sent
  void close();      // no more reading; connection_lost when all is sent
  void abort();      // connection_lost soon, what is unsent is dropped
  bool closing() const noexcept { return state_ != State::open; }

  void pause_reading() noexcept { reading_ = false; }
  void resume_reading() noexcept;

  void set_write_buffer_limits(std::size_t high, std::size_t low) noexcept;
  std::size_t write_buffer_size() const noexcept { return unsent_.size() - sent_; }
  int fd() const noexcept { return descriptor_.get(); }

 private:
  enum class State { open, draining, lost };

  // Told by the poller, it has the transport's turn come.
  class Side final : public Callback, public Operation {
   public:
    using Turn = void (Transport::*)();
    Side(Transport& transport, Turn turn) : Callback(transport.loop_), transport_(transport), turn_(turn) {}
    bool advance() noexcept override {
      call_soon();
      return false;
    }
    void cancel() noexcept override {}

   private:
    void call() override { (transport_.*turn_)(); }
    Transport& transport_;
    Turn turn_;
  };

  void read();
  void end_of_input();
  void flush();
  bool send_some();  // false: no room for now, or lost
  void lose(std::error_code reason);
  void finish();
  void mind_the_marks();

  Loop& loop_;
  os::Descriptor descriptor_;
  Protocol& protocol_;
  Readiness readiness_;
  Side* reader_;  // these delete themselves, after having been abandoned
  Side* writer_;
  std::vector<std::byte> unsent_;  // from sent_ on
  std::size_t sent_ = 0;
  std::size_t high_ = 64 * 1024, low_ = 16 * 1024;
  std::error_code reason_;
  State state_ = State::open;
  bool reading_ = true, paused_ = false, input_ended_ = false, output_ends_ = false, told_ = false;
};

}  // namespace coro
