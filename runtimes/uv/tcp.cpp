#include "runtimes/uv/tcp.hpp"

#include "runtimes/uv/error.hpp"
#include "runtimes/uv/listener.hpp"

namespace uv {
namespace {

// libuv has one buffer type for both directions; it never writes through one that it sends from.
uv_buf_t borrow(std::span<const std::byte> bytes) noexcept {
  auto* const begin = const_cast<std::byte*>(bytes.data());
  return uv_buf_init(reinterpret_cast<char*>(begin), static_cast<unsigned>(bytes.size()));
}

}  // namespace

void Tcp::init(Loop& loop) {
  check(uv_tcp_init(loop.raw(), &handle_), "uv_tcp_init");
  handle_.data = this;
}

void Tcp::open(Loop& loop, os::Descriptor connected) {
  init(loop);
  check(uv_tcp_open(&handle_, connected.get()), "uv_tcp_open");
  connected.release();
}

void Tcp::accept(Loop& loop, Listener& listener) {
  init(loop);
  check(uv_accept(listener.stream(), stream()), "uv_accept");
  check(uv_tcp_nodelay(&handle_, 1), "uv_tcp_nodelay");
}

void Tcp::connect(Loop& loop, std::uint16_t port, uv_connect_cb on_connected) {
  init(loop);
  sockaddr_in address;
  check(uv_ip4_addr("127.0.0.1", port, &address), "uv_ip4_addr");
  check(uv_tcp_connect(&connecting_, &handle_, reinterpret_cast<const sockaddr*>(&address), on_connected),
        "uv_tcp_connect");
  check(uv_tcp_nodelay(&handle_, 1), "uv_tcp_nodelay");
}

void Tcp::read_start(uv_read_cb on_read) {
  const auto lend = [](uv_handle_t* handle, std::size_t, uv_buf_t* buffer) {
    *buffer = borrow(static_cast<Tcp*>(handle->data)->room_);
  };
  check(uv_read_start(stream(), lend, on_read), "uv_read_start");
}

std::size_t Tcp::try_write(std::span<const std::byte> bytes) noexcept {
  const uv_buf_t buffer = borrow(bytes);
  const int sent = uv_try_write(stream(), &buffer, 1);
  return sent > 0 ? static_cast<std::size_t>(sent) : 0;
}

void Tcp::write_rest(std::span<const std::byte> bytes, uv_write_cb on_written) {
  const uv_buf_t buffer = borrow(bytes);
  check(uv_write(&writing_, stream(), &buffer, 1, on_written), "uv_write");
}

void Tcp::shutdown(uv_shutdown_cb on_shutdown) {
  check(uv_shutdown(&ending_, stream(), on_shutdown), "uv_shutdown");
}

void Tcp::reset(uv_close_cb on_closed) {
  check(uv_tcp_close_reset(&handle_, on_closed), "uv_tcp_close_reset");
}

}  // namespace uv
