// A process per client, and as many in the server, which all wait in accept and serve what they get: the preforked
// server (W. R. Stevens, Unix Network Programming, volume 1, chapter 30; Apache's prefork). Nobody is forked for a
// connection.
#include "benchmarks/io/churn/fork.hpp"
#include "runtimes/fork/child.hpp"
#include "runtimes/fork/shared.hpp"

namespace churn {
namespace {

template <class Probe>
class ForkPool {
 public:
  static constexpr auto lanes = simul::Lanes::per_task;
  static auto unsupported(const Parameters& p, const simul::Limits& limits) {
    return ForkedClients<Probe>::unsupported(p, limits);
  }

  ForkPool(const Parameters& p, unsigned, Probe& probe)
      : p_(p), clients_(p, probe, listener_.port), served_(p.count()) {
    for (Served& served : served_) {
      servers_.emplace_back([&] {
        for (;;) serve_one(os::accept(listener_.socket), served);
      });
    }
  }

  Answer run(std::uint64_t nonce) {
    Answer answer(p_);
    std::ranges::fill(served_, Served{});
    clients_.start(nonce);
    for (std::size_t i = 0; i < p_.count(); ++i) answer.clients[i] = clients_.wait(i);
    for (const Served& served : served_) answer.served += served;
    return answer;
  }

 private:
  const Parameters& p_;
  os::Listener listener_ = os::listen_loopback();
  ForkedClients<Probe> clients_;
  forked::Shared<Served> served_;       // by each process of the server
  std::vector<forked::Child> servers_;  // accept for ever: they are ended, not waited for
};

const simul::Enter<Workload, ForkPool> enter{"fork_pool"};

}  // namespace
}  // namespace churn
