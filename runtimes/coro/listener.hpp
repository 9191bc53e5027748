// Sockets that listen and sockets that connect, TCP or Unix. Both give descriptors that do not block; make a
// Socket or a Transport of them.
#pragma once

#include <coroutine>
#include <deque>

#include "runtimes/coro/endpoint.hpp"
#include "runtimes/coro/loop.hpp"
#include "runtimes/coro/readiness.hpp"
#include "runtimes/os/descriptor.hpp"

namespace coro {

// Stays where it was made, and must not be destroyed while somebody accepts.
class Listener {
 public:
  Listener(Loop& loop, const Endpoint& endpoint) : Listener(loop, endpoint.listen()) {}
  Listener(Loop& loop, os::Descriptor listening);
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;
  ~Listener();

  class [[nodiscard]] Accept final : public Operation {
   public:
    explicit Accept(Listener& listener) noexcept : listener_(listener) {}
    bool await_ready();
    void await_suspend(std::coroutine_handle<> acceptor) noexcept;
    os::Descriptor await_resume();

   private:
    bool advance() noexcept override;
    bool take_arrived() noexcept;
    void accepted(os::Descriptor connection) noexcept;

    Listener& listener_;
    os::Descriptor accepted_;
    int error_ = 0;
  };

  // The next connection; one coroutine accepts at a time. Throws std::system_error, for EMFILE and ENFILE
  // too: the connection then still waits and can be accepted when there are descriptors again. Cancelled, it
  // throws Cancelled and has accepted nothing.
  Accept accept() noexcept { return Accept(*this); }

  Endpoint endpoint() const { return Endpoint::of(descriptor_); }

 private:
  // Connections that the kernel has accepted for us before we asked.
  class Arrivals final : public Inflow {
   public:
    explicit Arrivals(Readiness& readiness) noexcept : readiness_(readiness) {}
    void arrived(int result, std::span<const std::byte>) noexcept override;
    bool has_room() const noexcept override { return connections.size() < most; }

    static constexpr std::size_t most = 64;  // then the others wait in the backlog
    std::deque<os::Descriptor> connections;
    int error = 0;  // why no more come; told to the next who accepts

   private:
    Readiness& readiness_;
  };

  Poller& poller_;
  os::Descriptor descriptor_;
  Readiness readiness_;
  Arrivals arrivals_{readiness_};
};

// Throws std::system_error if nobody listens there. Cancelled, it gives up the attempt.
Task<os::Descriptor> connect(Loop& loop, Endpoint endpoint);

}  // namespace coro
