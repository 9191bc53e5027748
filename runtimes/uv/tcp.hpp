// A TCP connection on the loop: read callbacks into the owner's buffer, one write at a time.
//
// libuv writes without MSG_NOSIGNAL: a program that writes to peers that may be gone ignores SIGPIPE.
#pragma once

#include <cassert>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <utility>

#include "runtimes/os/descriptor.hpp"
#include "runtimes/uv/handle.hpp"

namespace uv {

class Listener;

// The handle's data is this class's own.
class Tcp : public Handle<uv_tcp_t> {
 public:
  // Each opens the handle; if it throws, the handle is open still and the loop will close it.
  void open(Loop& loop, os::Descriptor connected);
  void accept(Loop& loop, Listener& listener);  // in the listener's on_connection
  // To a port of this machine; `on_connected(owner, status)`, status 0 or a libuv error.
  template <auto on_connected, class Owner>
  void connect(Loop& loop, std::uint16_t port, Owner& owner) {
    connecting_.data = &owner;
    connect(loop, port, answer<on_connected, Owner, uv_connect_t>);
  }

  // `on_read(owner, bytes, status)`: bytes lie in `room` until it returns, and status is 0; or there are
  // none, and status is UV_EOF or another libuv error. `room` and the owner stay until reading has ended.
  template <auto on_read, class Owner>
  void read_start(std::span<std::byte> room, Owner& owner) {
    room_ = room;
    reader_ = &owner;
    read_start([](uv_stream_t* stream, ssize_t got, const uv_buf_t*) {
      auto& self = *static_cast<Tcp*>(stream->data);
      if (got == 0) return;  // libuv's word for EAGAIN
      const auto bytes = self.room_.first(got > 0 ? static_cast<std::size_t>(got) : 0);
      Loop::deliver(stream->loop, [&, status = got > 0 ? 0 : static_cast<int>(got)] {
        std::invoke(on_read, *static_cast<Owner*>(self.reader_), bytes, status);
      });
    });
  }
  void read_stop() noexcept { uv_read_stop(stream()); }

  // How much the kernel took at once; none also on an error, which the next write or read reports.
  std::size_t try_write(std::span<const std::byte> bytes) noexcept;

  // True: all of it is gone, and nobody is called. False: `on_written(owner, status)` follows, and until
  // then `bytes` must stay and no other write may start.
  template <auto on_written, class Owner>
  [[nodiscard]] bool write(std::span<const std::byte> bytes, Owner& owner) {
    assert(!writing_.data && "one write at a time");
    const auto sent = try_write(bytes);
    if (sent == bytes.size()) return true;
    writing_.data = &owner;
    write_rest(bytes.subspan(sent), answer<on_written, Owner, uv_write_t>);
    return false;
  }

  // The same, but always answered by `on_written`, in a later turn, even when the kernel took everything at once: who
  // sends much lets the others have their turns in between.
  template <auto on_written, class Owner>
  void write_by_turns(std::span<const std::byte> bytes, Owner& owner) {
    assert(!writing_.data && "one write at a time");
    writing_.data = &owner;
    write_rest(bytes, answer<on_written, Owner, uv_write_t>);
  }

  // Ends the sending side behind what was written: `on_shutdown(owner, status)`.
  template <auto on_shutdown, class Owner>
  void shutdown(Owner& owner) {
    ending_.data = &owner;
    shutdown(answer<on_shutdown, Owner, uv_shutdown_t>);
  }

  // Closes as close() does, but the peer is told that the connection has broken: what it still reads fails (ECONNRESET).
  template <auto on_closed, class Owner>
  void reset(Owner& owner) {
    if (!is_closable()) return;
    handle_.data = &owner;
    reset(report_closed<on_closed, Owner>);
  }

  uv_stream_t* stream() noexcept { return reinterpret_cast<uv_stream_t*>(&handle_); }

 private:
  template <auto callback, class Owner, class Request>
  static void answer(Request* request, int status) {
    auto* const owner = static_cast<Owner*>(std::exchange(request->data, nullptr));
    Loop::deliver(request->handle->loop, [=] { std::invoke(callback, *owner, status); });
  }

  void init(Loop& loop);
  void connect(Loop& loop, std::uint16_t port, uv_connect_cb on_connected);
  void read_start(uv_read_cb on_read);
  void write_rest(std::span<const std::byte> bytes, uv_write_cb on_written);
  void shutdown(uv_shutdown_cb on_shutdown);
  void reset(uv_close_cb on_closed);

  std::span<std::byte> room_;
  void* reader_ = nullptr;
  // A request's data: the owner to answer to; null while the request is not under way.
  uv_connect_t connecting_{};
  uv_write_t writing_{};
  uv_shutdown_t ending_{};
};

}  // namespace uv
