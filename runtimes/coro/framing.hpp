// Protocols that cut the stream into messages: lines, or frames that begin with their length. A message that
// arrived whole is passed on without having been copied.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "runtimes/coro/protocol.hpp"
#include "runtimes/coro/transport.hpp"

namespace coro {

// Keeps what is incomplete. A message longer than `limit` bytes makes the connection abort.
class Framed : public Protocol {
 public:
  explicit Framed(std::size_t limit) : limit_(limit) {}
  void connection_made(Transport& transport) override { transport_ = &transport; }
  void data_received(std::span<const std::byte> bytes) final;

 protected:
  using Bytes = std::span<const std::byte>;
  Transport& transport() noexcept { return *transport_; }
  void write_joined(Bytes first, Bytes second);  // by one system call

 private:
  // The size of the first message with its frame; 0: not yet known.
  virtual std::size_t measure(Bytes bytes) = 0;
  virtual void deliver(Bytes message) = 0;  // with its frame
  std::size_t deliver_whole(Bytes bytes);   // returns how many bytes were used up

  std::size_t limit_;
  Transport* transport_ = nullptr;
  std::vector<std::byte> incomplete_;
  std::vector<std::byte> outgoing_;
};

class LineProtocol : public Framed {
 public:
  explicit LineProtocol(std::size_t limit = 64 * 1024) : Framed(limit) {}
  virtual void line_received(std::string_view line) = 0;  // without its '\n'
  void write_line(std::string_view line);

 private:
  std::size_t measure(Bytes bytes) final;
  void deliver(Bytes message) final;
};

// Each message is preceded by its length, 4 bytes, the most significant first.
class LengthProtocol : public Framed {
 public:
  static constexpr std::size_t header = 4;

  explicit LengthProtocol(std::size_t limit = 16 * 1024 * 1024) : Framed(limit) {}
  virtual void message_received(std::span<const std::byte> message) = 0;
  void write_message(std::span<const std::byte> message);

 private:
  std::size_t measure(Bytes bytes) final;
  void deliver(Bytes message) final { message_received(message.subspan(header)); }
};

}  // namespace coro
