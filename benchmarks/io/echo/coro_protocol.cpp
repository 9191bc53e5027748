// Transports and protocols on the loop of `coro`, without a coroutine per connection: the transport reads for its
// protocol and buffers what cannot be written at once, as in asyncio.
#include <deque>

#include "benchmarks/harness/enter.hpp"
#include "benchmarks/io/echo/workload.hpp"
#include "runtimes/coro/event.hpp"
#include "runtimes/coro/transport.hpp"
#include "runtimes/os/tcp.hpp"

namespace echo {
namespace {

class ServerProtocol final : public coro::Protocol {
 public:
  void connection_made(coro::Transport& transport) override { transport_ = &transport; }
  void data_received(std::span<const std::byte> bytes) override {
    served += bytes.size();
    transport_->write(bytes);
  }

  std::size_t served = 0;

 private:
  coro::Transport* transport_ = nullptr;
};

template <class Probe>
class CoroProtocol {
 public:
  static constexpr auto lanes = simul::Lanes::one;

  CoroProtocol(const Parameters& p, unsigned, Probe& probe)
      : p_(p), probe_(probe), clients_(static_cast<std::size_t>(p.connections)), servers_(clients_.size()) {
    auto sockets = os::connected_pairs(clients_.size());
    for (std::size_t i = 0; i < sockets.size(); ++i) {
      clients_[i].owner = this;
      transports_.emplace_back(loop_, std::move(sockets[i].client), clients_[i]);
      transports_.emplace_back(loop_, std::move(sockets[i].server), servers_[i]);
    }
  }

  Answer run(std::uint64_t nonce) {
    loop_.run(converse(nonce));
    Answer tallies;
    for (std::size_t i = 0; i < clients_.size(); ++i)
      tallies.push_back({clients_[i].dialogue->heard(), std::exchange(servers_[i].served, 0)});
    return tallies;
  }

 private:
  struct Client final : coro::Protocol {
    void connection_made(coro::Transport& made) override { transport = &made; }
    void data_received(std::span<const std::byte> bytes) override {
      std::ranges::copy(bytes.first(std::min(bytes.size(), dialogue->room().size())),
                        dialogue->room().begin());
      if (!dialogue->hear(bytes.size())) return;
      dialogue->over() ? owner->finish(*this) : transport->write(dialogue->say());
    }
    void connection_lost(std::error_code) override { owner->all_over_.set(); }  // the tally will show it

    CoroProtocol* owner = nullptr;
    coro::Transport* transport = nullptr;
    std::optional<Dialogue> dialogue;
  };

  coro::Task<> converse(std::uint64_t nonce) {
    all_over_.clear();
    open_ = clients_.size();
    for (std::size_t i = 0; i < clients_.size(); ++i) {
      probe_.begin(i);
      clients_[i].dialogue.emplace(p_, nonce, i);
      clients_[i].transport->write(clients_[i].dialogue->say());
    }
    co_await all_over_.wait();
  }

  void finish(const Client& client) {
    probe_.end(static_cast<std::size_t>(&client - clients_.data()));
    if (--open_ == 0) all_over_.set();
  }

  const Parameters& p_;
  Probe& probe_;
  coro::Loop loop_;
  coro::Event all_over_;
  std::size_t open_ = 0;  // dialogues that are not over
  std::vector<Client> clients_;
  std::vector<ServerProtocol> servers_;
  std::deque<coro::Transport> transports_;  // go before their protocols
};

const simul::Enter<Workload, CoroProtocol> enter{"coro_protocol"};

}  // namespace
}  // namespace echo
