#include "runtimes/tbb/listener.hpp"

#include <utility>

#include "runtimes/os/tcp.hpp"

namespace onetbb {

Listener::Listener(Reactor& reactor, os::Descriptor listening)
    : reactor_(reactor), socket_(std::move(listening)), watch_(reactor, socket_.get()) {
  os::set_nonblocking(socket_);
}

// Reads no errno: the task may go on on another thread after each wait (see Socket).
Socket Listener::accept() {
  for (;;) {
    if (os::Descriptor connection = os::accept(socket_)) return Socket(reactor_, std::move(connection));
    watch_.readable();
  }
}

void Listener::stop() { os::stop_listening(socket_); }

Socket connect(Reactor& reactor, std::uint16_t port) {
  Socket socket(reactor, os::start_connecting(port));
  socket.finish_connecting();
  return socket;
}

}  // namespace onetbb
