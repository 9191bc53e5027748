#include "runtimes/http/client.hpp"

#include <span>

#include "runtimes/os/tcp.hpp"
#include "runtimes/sequential/blocking.hpp"

namespace http {

Client::Client(std::uint16_t port) : port_(port) { connect(); }

void Client::connect() {
  socket_ = os::connect_loopback(port_);
  response_.reset();
}

const Response& Client::get(std::string_view target, int attempts) {
  const std::string request = http::get(target);
  for (int attempt = 1;; ++attempt) {
    if (!socket_) connect();
    try {
      ask(request);
      if (!response_.keeps_alive()) socket_.close();
      return response_;
    } catch (const std::system_error& error) {
      socket_.close();
      if (attempt >= attempts || !broke_off(error.code())) throw;
    }
  }
}

void Client::ask(std::string_view request) {
  sequential::send_all(socket_.get(), std::as_bytes(std::span(request)));
  while (!response_.take(std::span(room_).first(sequential::read_some(socket_.get(), room_)))) {
  }
}

}  // namespace http
