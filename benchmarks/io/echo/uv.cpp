// libuv streams: a read callback on either end, answered with uv_try_write first and uv_write for what did
// not fit, as its documentation recommends for small messages. https://docs.libuv.org/en/v1.x/stream.html
#include "benchmarks/harness/enter.hpp"
#include "benchmarks/io/echo/workload.hpp"
#include "runtimes/os/tcp.hpp"
#include "runtimes/uv/error.hpp"
#include "runtimes/uv/loop.hpp"
#include "runtimes/uv/tcp.hpp"

namespace echo {
namespace {

class Server {
 public:
  void open(uv::Loop& loop, os::Descriptor socket) { tcp_.open(loop, std::move(socket)); }
  void start(std::size_t bytes) {
    left_ = bytes;
    tcp_.read_start<&Server::on_read>(buffer_, *this);
  }

 private:
  void on_read(std::span<std::byte> bytes, int status) {
    uv::check(status, "uv_read_start");
    left_ -= bytes.size();
    tcp_.read_stop();  // the buffer stays as it is until all of it is gone
    if (tcp_.write<&Server::on_written>(bytes, *this)) on_written(0);
  }

  void on_written(int status) {
    uv::check(status, "uv_write");
    if (left_ > 0) tcp_.read_start<&Server::on_read>(buffer_, *this);
  }

  std::array<std::byte, 1024> buffer_;
  std::size_t left_ = 0;  // bytes to serve in this run
  uv::Tcp tcp_;
};

class Client {
 public:
  void open(uv::Loop& loop, os::Descriptor socket) { tcp_.open(loop, std::move(socket)); }
  void start(Dialogue dialogue) {
    dialogue_.emplace(std::move(dialogue));
    heard_ = 0;
    tcp_.read_start<&Client::on_read>(buffer_, *this);
    say();
  }
  const Tally& tally() const { return dialogue_->tally(); }

 private:
  void say() {
    if (tcp_.write<&Client::on_written>(dialogue_->say(), *this)) on_written(0);
  }
  void on_written(int status) { uv::check(status, "uv_write"); }

  void on_read(std::span<std::byte> bytes, int status) {
    uv::check(status, "uv_read_start");
    std::ranges::copy(bytes, dialogue_->room().subspan(heard_).begin());
    heard_ += bytes.size();
    if (heard_ < dialogue_->room().size()) return;
    heard_ = 0;
    dialogue_->hear();
    if (dialogue_->over()) return tcp_.read_stop();
    say();
  }

  std::array<std::byte, 1024> buffer_;
  std::optional<Dialogue> dialogue_;
  std::size_t heard_ = 0;
  uv::Tcp tcp_;
};

template <class Probe>
class Uv {
 public:
  static constexpr auto lanes = simul::Lanes::one;
  static auto unsupported(const Parameters& p, const simul::Limits& limits) {
    return too_many_sockets(p, limits);
  }

  Uv(const Parameters& p, unsigned, Probe&)
      : p_(p), clients_(static_cast<std::size_t>(p.connections)), servers_(clients_.size()) {
    auto sockets = os::connected_pairs(clients_.size());
    for (std::size_t i = 0; i < sockets.size(); ++i) {
      clients_[i].open(loop_, std::move(sockets[i].client));
      servers_[i].open(loop_, std::move(sockets[i].server));
    }
  }

  // The loop has nothing left to do when every dialogue is over and everybody has stopped reading.
  Tally run(std::uint64_t nonce) {
    for (std::size_t i = 0; i < clients_.size(); ++i) {
      servers_[i].start(p_.bytes_per_connection());
      clients_[i].start(Dialogue(p_, nonce, i));
    }
    loop_.run();
    Tally all;
    for (const Client& client : clients_) all += client.tally();
    return all;
  }

 private:
  const Parameters& p_;
  std::vector<Client> clients_;
  std::vector<Server> servers_;
  uv::Loop loop_;  // last: it closes the sockets
};

const simul::Enter<Workload, Uv> enter{"uv"};

}  // namespace
}  // namespace echo
