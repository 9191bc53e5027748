// libuv streams. Back-pressure is the caller's business there: uv_write queues without a limit, so the next chunk waits
// for the callback of the last one. https://docs.libuv.org/en/v1.x/stream.html (uv_write, write_queue_size)
#include <deque>

#include "benchmarks/harness/enter.hpp"
#include "benchmarks/io/bulk/workload.hpp"
#include "runtimes/os/tcp.hpp"
#include "runtimes/uv/error.hpp"
#include "runtimes/uv/loop.hpp"
#include "runtimes/uv/tcp.hpp"

namespace bulk {
namespace {

class Sender {
 public:
  Sender(uv::Loop& loop, os::Descriptor socket, const Parameters& p, std::size_t number)
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
    if (!source_.over()) tcp_.write_by_turns<&Sender::on_written>(source_.next(), *this);
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
class Receiver {
 public:
  Receiver(uv::Loop& loop, os::Descriptor socket, const Parameters& p, std::size_t number, Probe& probe)
      : number_(number), probe_(probe), sink_(p) {
    tcp_.open(loop, std::move(socket));
  }

  void start() {
    probe_.begin(number_);
    sink_.start();
    tcp_.template read_start<&Receiver::on_read>(room_, *this);
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

template <class Probe>
class Uv {
 public:
  static constexpr auto lanes = simul::Lanes::one;

  Uv(const Parameters& p, unsigned, Probe& probe) {
    for (auto& [client, server] : os::connected_pairs(p.count())) {
      receivers_.emplace_back(loop_, std::move(server), p, receivers_.size(), probe);
      senders_.emplace_back(loop_, std::move(client), p, senders_.size());
    }
  }

  // The loop has nothing left to do when everything is written and everybody has stopped reading.
  Answer run(std::uint64_t nonce) {
    for (Receiver<Probe>& receiver : receivers_) receiver.start();
    for (Sender& sender : senders_) sender.start(nonce);
    loop_.run();
    Answer tallies;
    for (std::size_t i = 0; i < senders_.size(); ++i)
      tallies.push_back({senders_[i].sent(), receivers_[i].received()});
    return tallies;
  }

 private:
  std::deque<Sender> senders_;
  std::deque<Receiver<Probe>> receivers_;
  uv::Loop loop_;  // last: it closes the sockets
};

const simul::Enter<Workload, Uv> enter{"uv"};

}  // namespace
}  // namespace bulk
