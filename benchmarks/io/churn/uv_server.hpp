// The server of `uv`: a listener, and a TCP handle for each connection, which is closed and used anew; a step
// of each is a callback. https://docs.libuv.org/en/v1.x/guide/networking.html (TCP: a server accepts in its
// connection callback)
#pragma once

#include <deque>

#include "benchmarks/io/churn/workload.hpp"
#include "runtimes/uv/error.hpp"
#include "runtimes/uv/listener.hpp"
#include "runtimes/uv/loop.hpp"
#include "runtimes/uv/tcp.hpp"

namespace churn {

class UvServer {
 public:
  void open(uv::Loop& loop, os::Descriptor socket, int backlog) {
    loop_ = &loop;
    listener_.open<&UvServer::on_connection>(loop, std::move(socket), backlog, *this);
    listener_.unref();  // the loop ends with the clients
  }

  Served served;

 private:
  struct Connection {
    UvServer* server = nullptr;
    std::size_t come = 0;
    Message message{};
    Message room{};
    uv::Tcp tcp{};

    void on_read(std::span<std::byte> bytes, int status) {
      uv::check(status, "uv_read_start");
      const auto missing = std::span(message).subspan(come);
      std::ranges::copy(bytes.first(std::min(bytes.size(), missing.size())), missing.begin());
      come += bytes.size();
      if (bytes.size() < missing.size()) return;
      server->served.count(message.size());
      if (tcp.write<&Connection::on_written>(message, *this)) on_written(0);
    }
    void on_written(int status) {
      uv::check(status, "uv_write");
      tcp.close<&Connection::on_closed>(*this);
    }
    void on_closed() { server->free_.push_back(this); }
  };

  void on_connection(int status) {
    uv::check(status, "uv_listen");
    if (free_.empty()) free_.push_back(&connections_.emplace_back());
    Connection& connection = *free_.back();
    free_.pop_back();
    connection.server = this;
    connection.come = 0;
    connection.tcp.accept(*loop_, listener_);
    connection.tcp.read_start<&Connection::on_read>(connection.room, connection);
  }

  uv::Loop* loop_ = nullptr;
  uv::Listener listener_;
  std::deque<Connection> connections_;  // as many as there ever were at once
  std::vector<Connection*> free_;
};

}  // namespace churn
