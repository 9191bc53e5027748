// What a poller offers that has the kernel carry operations out by itself. Only on the loop's thread; nothing
// is told to the kernel before the next turn, and then everything at once.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace coro {

class Operation;

// Where things arrive that the kernel goes on to fetch unasked: the bytes of a connection, the connections of
// a listener. It outlives its registration.
class Inflow {
 public:
  Inflow() = default;
  Inflow(const Inflow&) = delete;
  Inflow& operator=(const Inflow&) = delete;

  // `result` is the number of bytes, which last as long as the call, or the descriptor of a connection; or 0, the
  // end of the bytes; or a negative error number. After an end or an error nothing follows unless asked for.
  virtual void arrived(int result, std::span<const std::byte> bytes) noexcept = 0;
  // No: the kernel is told to stop for the time being.
  virtual bool has_room() const noexcept = 0;

 protected:
  ~Inflow() = default;

 private:
  friend class UringPoller;
  enum class State : std::uint8_t { idle, flowing, stopping };

  enum class Kind : std::uint8_t { bytes, connections } kind_;
  State state_ = State::idle;
  bool leaving_ = false;
  int fd_ = -1;
};

class Proactor {
 public:
  virtual ~Proactor() = default;

  // Fetches until the end, an error, or stop; what lacks room then comes later. Asked again while it flows, it
  // does nothing, and after a pause for want of room it goes on.
  virtual void receive(int fd, Inflow& inflow) = 0;
  virtual void accept(int fd, Inflow& inflow) = 0;
  // Returns when the kernel has let go of the descriptor; what comes until then still arrives.
  virtual void stop(Inflow& inflow) = 0;

  // Each of these ends with one call of operation.completed(), with what the system call of the same name would
  // return or a negative error number. What they point to, and the operation, must stay until then.
  virtual void send(int fd, std::span<const std::byte> bytes, bool all, Operation& operation) = 0;
  virtual void open(const char* path, int flags, Operation& operation) = 0;
  virtual void read(int fd, std::span<std::byte> room, std::uint64_t offset, Operation& operation) = 0;

  // Hurries the end of an operation, which may still be a success; else it is -ECANCELED.
  virtual void cancel(Operation& operation) noexcept = 0;
};

}  // namespace coro
