// A connection to the origin on libuv's loop, kept alive from one request to the next: written, read, read
// again until the answer is whole, each step a callback. One that broke off is made anew, and asked again.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <utility>

#include "benchmarks/io/fetch/workload.hpp"
#include "runtimes/http/message.hpp"
#include "runtimes/os/tcp.hpp"
#include "runtimes/uv/error.hpp"
#include "runtimes/uv/loop.hpp"
#include "runtimes/uv/tcp.hpp"

namespace fetch {

class UvConnection {
 public:
  void open(uv::Loop& loop, std::uint16_t port) {
    loop_ = &loop;
    port_ = port;
    tcp_.open(loop, os::connect_loopback(port));
  }

  // `on_answer(owner)` follows, when response() is there; or what broke off the last attempt ends Loop::run.
  template <auto on_answer, class Owner>
  void get(std::string request, Owner& owner) {
    request_ = std::move(request);
    owner_ = &owner;
    on_answer_ = [](void* whose) { std::invoke(on_answer, *static_cast<Owner*>(whose)); };
    attempts_ = 0;
    ask();
  }
  const http::Response& response() const { return response_; }

 private:
  void ask() {
    ++attempts_;
    tcp_.read_start<&UvConnection::on_read>(room_, *this);
    if (tcp_.write<&UvConnection::on_written>(std::as_bytes(std::span(request_)), *this)) on_written(0);
  }
  void on_written(int) {}  // what goes wrong with it, the reader hears too
  void on_read(std::span<std::byte> bytes, int status) {
    if (status < 0) return ask_again(status);
    if (!response_.take(bytes)) return;
    tcp_.read_stop();
    on_answer_(owner_);
  }

  void ask_again(int status) {
    if (attempts_ == most_attempts) uv::fail(status, "uv_read_start");
    tcp_.close<&UvConnection::on_closed>(*this);
  }
  void on_closed() {
    response_.reset();
    tcp_.connect<&UvConnection::on_connected>(*loop_, port_, *this);
  }
  void on_connected(int status) {
    uv::check(status, "uv_tcp_connect");
    ask();
  }

  uv::Loop* loop_ = nullptr;
  std::uint16_t port_ = 0;
  int attempts_ = 0;
  std::string request_;
  void* owner_ = nullptr;
  void (*on_answer_)(void* owner) = nullptr;
  http::Response response_;
  std::array<std::byte, 16 * 1024> room_;
  uv::Tcp tcp_;
};

}  // namespace fetch
