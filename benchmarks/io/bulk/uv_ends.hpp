// The two ends of a connection as libuv's streams. Back-pressure is the caller's business there: uv_write
// queues without a limit, so the next chunk waits for the callback of the last one.
// https://docs.libuv.org/en/v1.x/stream.html (uv_write, write_queue_size)
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>

#include "benchmarks/io/bulk/workload.hpp"
#include "runtimes/uv/error.hpp"
#include "runtimes/uv/loop.hpp"
#include "runtimes/uv/tcp.hpp"

namespace bulk {

class UvSender {
 public:
  UvSender(uv::Loop& loop, os::Descriptor socket, const Parameters& p, std::size_t number)
      : source_(p, number) {
    tcp_.open(loop, std::move(socket));
  }

  void start(std::uint64_t nonce) {
    source_.start(nonce);
    send();
  }
  const Sent& sent() const { return source_.sent(); }

 private:
  void send() {
    if (!source_.over()) tcp_.write_by_turns<&UvSender::on_written>(source_.next(), *this);
  }
  void on_written(int status) {
    uv::check(status, "uv_write");
    source_.gone();
    send();
  }

  Source source_;
  uv::Tcp tcp_;
};

template <class Probe>
class UvReceiver {
 public:
  UvReceiver(uv::Loop& loop, os::Descriptor socket, const Parameters& p, std::size_t number, Probe& probe)
      : number_(number), probe_(probe), sink_(p) {
    tcp_.open(loop, std::move(socket));
  }

  void start() {
    probe_.begin(number_);
    sink_.start();
    tcp_.template read_start<&UvReceiver::on_read>(room_, *this);
  }
  const Received& received() const { return sink_.received(); }

 private:
  void on_read(std::span<std::byte> bytes, int status) {
    uv::check(status, "uv_read_start");
    sink_.take(bytes);
    if (!sink_.over()) return;
    tcp_.read_stop();
    probe_.end(number_);
  }

  std::size_t number_;
  Probe& probe_;
  Sink sink_;
  std::array<std::byte, chunk_bytes> room_;
  uv::Tcp tcp_;
};

}  // namespace bulk
