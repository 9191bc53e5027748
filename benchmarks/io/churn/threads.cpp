// A thread for every connection, started when it is accepted and gone when it is served: the concurrent server of the
// textbooks (W. R. Stevens, Unix Network Programming, volume 1, chapter 26). As many as there are clients are joined at
// a time; threads that are detached, as they are there, give their stacks back no later.
#include "benchmarks/io/churn/threads.hpp"

namespace churn {
namespace {

template <class Probe>
class Threads {
 public:
  static constexpr auto lanes = simul::Lanes::per_task;
  static auto unsupported(const Parameters& p, const simul::Limits& limits) {
    return ThreadedClients<Probe>::unsupported(p, limits);
  }

  Threads(const Parameters& p, unsigned, Probe& probe) : p_(p), clients_(p, probe, listener_) {}

  Answer run(std::uint64_t nonce) {
    Answer answer(p_);
    threads::Group clients(p_.count());
    clients_.spawn(clients, nonce, answer.clients);
    for (std::int64_t batch = 0; batch < p_.connections; ++batch) answer.served += serve_some();
    clients.join();
    return answer;
  }

 private:
  // As many connections as there are clients, whoever's they are.
  Served serve_some() {
    std::vector<Served> served(p_.count());
    threads::Group connections(p_.count());
    clients_.or_stop([&] {
      for (Served& one : served) {
        os::Descriptor connection = os::accept(listener_.socket);
        connections.spawn([&one, taken = std::move(connection)]() mutable { serve(std::move(taken), one); });
      }
      connections.join();
    });
    Served all;
    for (const Served& one : served) all += one;
    return all;
  }

  const Parameters& p_;
  os::Listener listener_ = os::listen_loopback();
  ThreadedClients<Probe> clients_;
};

const simul::Enter<Workload, Threads> enter{"threads"};

}  // namespace
}  // namespace churn
