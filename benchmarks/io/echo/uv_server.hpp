// The server's end of a connection: a read callback, answered with uv_try_write first and uv_write for what
// did not fit, as libuv's documentation recommends for small messages.
// https://docs.libuv.org/en/v1.x/stream.html
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <utility>

#include "benchmarks/io/echo/workload.hpp"
#include "runtimes/uv/error.hpp"
#include "runtimes/uv/loop.hpp"
#include "runtimes/uv/tcp.hpp"

namespace echo {

class UvServer {
 public:
  void open(uv::Loop& loop, os::Descriptor socket) { tcp_.open(loop, std::move(socket)); }
  void start(const Parameters& p, Tally& tally) {
    bytes_ = p.bytes_per_connection();
    tally_ = &tally;
    tcp_.read_start<&UvServer::on_read>(buffer_, *this);
  }

 private:
  // Reading goes on where it can: to stop and start again would cost an epoll_ctl for every message.
  void on_read(std::span<std::byte> bytes, int status) {
    uv::check(status, "uv_read_start");
    tally_->served += bytes.size();
    const bool gone = tcp_.write<&UvServer::on_written>(bytes, *this);
    if (!gone || tally_->served == bytes_) tcp_.read_stop();  // not gone: the buffer stays until it is
  }
  void on_written(int status) {
    uv::check(status, "uv_write");
    if (tally_->served < bytes_) tcp_.read_start<&UvServer::on_read>(buffer_, *this);
  }

  std::array<std::byte, server_buffer_bytes> buffer_;
  std::size_t bytes_ = 0;  // to be served in this run
  Tally* tally_ = nullptr;
  uv::Tcp tcp_;
};

}  // namespace echo
