// A process for every connection, forked when it is accepted and gone when it is served: the concurrent server of the
// textbooks (W. R. Stevens, Unix Network Programming, volume 1, chapter 4.8). The server is the process that is
// measured, so that what its children use is known as soon as it has waited for them.
#include <deque>

#include "benchmarks/io/churn/fork.hpp"
#include "runtimes/fork/child.hpp"

namespace churn {
namespace {

template <class Probe>
class Fork {
 public:
  static constexpr auto lanes = simul::Lanes::per_task;
  static auto unsupported(const Parameters& p, const simul::Limits& limits) {
    return ForkedClients<Probe>::unsupported(p, limits);
  }

  Fork(const Parameters& p, unsigned, Probe& probe) : p_(p), clients_(p, probe, listener_.port) {
    os::set_nonblocking(listener_.socket);  // who was ready to be accepted may have gone
  }

  // Accepts until every client has answered. A client that dies is an end of its results.
  Answer run(std::uint64_t nonce) {
    Answer answer(p_);
    clients_.start(nonce);
    std::vector<pollfd> polled{{.fd = listener_.socket.get(), .events = POLLIN, .revents = 0}};
    for (std::size_t i = 0; i < p_.count(); ++i)
      polled.push_back({.fd = clients_.results(i), .events = POLLIN, .revents = 0});
    for (std::size_t calling = p_.count(); calling > 0;) {
      forked::wait_for_any(polled);
      if (polled[0].revents) accept_one(answer.served);
      for (std::size_t i = 0; i < p_.count(); ++i) {
        pollfd& result = polled[1 + i];
        if (!result.revents) continue;
        answer.clients[i] = clients_.wait(i);
        result = {.fd = -1, .events = 0, .revents = 0};
        --calling;
      }
    }
    while (!children_.empty()) finish_one(answer.served);
    return answer;
  }

 private:
  void accept_one(Served& served) {
    const os::Descriptor connection = os::accept(listener_.socket);
    if (!connection) return;
    if (children_.size() == p_.count()) finish_one(served);
    children_.emplace_back([&] { serve_one(connection, served); });
  }

  // The count that the child kept was its own; that it ended well says that it had one message to count.
  void finish_one(Served& served) {
    children_.front().wait();
    children_.pop_front();
    served.count(message_bytes);
  }

  const Parameters& p_;
  os::Listener listener_ = os::listen_loopback();
  ForkedClients<Probe> clients_;
  std::deque<forked::Child> children_;
};

const simul::Enter<Workload, Fork> enter{"fork"};

}  // namespace
}  // namespace churn
