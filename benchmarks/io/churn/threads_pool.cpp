// A thread per client, and as many in the server, which all wait in accept and serve what they get: the prethreaded
// server (W. R. Stevens, Unix Network Programming, volume 1, chapter 30). Nobody is started for a connection, and the
// kernel wakes one of those who wait.
#include <atomic>

#include "benchmarks/io/churn/threads.hpp"

namespace churn {
namespace {

template <class Probe>
class ThreadsPool {
 public:
  static constexpr auto lanes = simul::Lanes::per_task;
  static auto unsupported(const Parameters& p, const simul::Limits& limits) {
    return ThreadedClients<Probe>::unsupported(p, limits);
  }

  ThreadsPool(const Parameters& p, unsigned, Probe& probe)
      : p_(p), clients_(p, probe, listener_), served_(p.count()), servers_(p.count()) {
    for (Served& served : served_) servers_.spawn([this, &served] { serve_all(served); });
  }

  ~ThreadsPool() {
    leaving_ = true;
    os::stop_listening(listener_.socket);
  }

  Answer run(std::uint64_t nonce) {
    Answer answer(p_);
    for (Served& served : served_) served = {};
    threads::Group clients(p_.count());
    clients_.spawn(clients, nonce, answer.clients);
    clients.join();
    for (const Served& served : served_) answer.served += served;
    return answer;
  }

 private:
  // A connection that breaks off its client will tell of.
  void serve_all(Served& served) {
    while (!leaving_) {
      try {
        serve(os::accept(listener_.socket), served);
      } catch (const std::exception&) {
      }
    }
  }

  const Parameters& p_;
  os::Listener listener_ = os::listen_loopback();
  ThreadedClients<Probe> clients_;
  std::vector<Served> served_;  // by each thread of the server
  std::atomic<bool> leaving_ = false;
  threads::Group servers_;
};

const simul::Enter<Workload, ThreadsPool> enter{"threads_pool"};

}  // namespace
}  // namespace churn
