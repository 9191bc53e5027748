// Plain functions on the loop of `coro`: it calls one when a descriptor is readable, and that makes the system calls.
// A message is smaller than any socket buffer, so that nobody ever waits to write.
#include <deque>

#include "benchmarks/harness/enter.hpp"
#include "benchmarks/io/echo/workload.hpp"
#include "runtimes/coro/event.hpp"
#include "runtimes/coro/watch.hpp"
#include "runtimes/os/tcp.hpp"
#include "runtimes/sequential/blocking.hpp"

namespace echo {
namespace {

template <class Probe>
class CoroCallbacks {
 public:
  static constexpr auto lanes = simul::Lanes::one;

  CoroCallbacks(const Parameters& p, unsigned, Probe& probe)
      : p_(p), probe_(probe), sockets_(os::connected_pairs(static_cast<std::size_t>(p.connections))) {
    for (std::size_t i = 0; i < sockets_.size(); ++i) {
      os::set_nonblocking(sockets_[i].client);
      os::set_nonblocking(sockets_[i].server);
      watches_.emplace_back(loop_, sockets_[i].server.get()).add_reader([this, i] { serve(i); });
      watches_.emplace_back(loop_, sockets_[i].client.get()).add_reader([this, i] { hear(i); });
    }
  }

  Answer run(std::uint64_t nonce) {
    tallies_.assign(sockets_.size(), {});
    dialogues_.clear();
    loop_.run(converse(nonce));
    return std::move(tallies_);
  }

 private:
  coro::Task<> converse(std::uint64_t nonce) {
    all_over_.clear();
    open_ = sockets_.size();
    for (std::size_t i = 0; i < sockets_.size(); ++i) {
      probe_.begin(i);
      dialogues_.emplace_back(p_, nonce, i);
      sequential::send_all(sockets_[i].client.get(), dialogues_[i].say());
    }
    co_await all_over_.wait();
  }

  void serve(std::size_t i) {
    const int fd = sockets_[i].server.get();
    const std::size_t got = sequential::receive_some(fd, loop_.landing()).value_or(0);
    tallies_[i].served += got;
    sequential::send_all(fd, loop_.landing().first(got));
  }

  void hear(std::size_t i) {
    const int fd = sockets_[i].client.get();
    Dialogue& dialogue = dialogues_[i];
    if (!dialogue.hear(sequential::receive_some(fd, dialogue.room()).value_or(0))) return;
    if (!dialogue.over()) return sequential::send_all(fd, dialogue.say());
    tallies_[i].heard = dialogue.heard();
    probe_.end(i);
    if (--open_ == 0) all_over_.set();
  }

  const Parameters& p_;
  Probe& probe_;
  std::vector<os::Connection> sockets_;
  std::vector<Dialogue> dialogues_;
  Answer tallies_;
  std::size_t open_ = 0;  // dialogues that are not over
  coro::Event all_over_;
  coro::Loop loop_;
  std::deque<coro::Watch> watches_;
};

const simul::Enter<Workload, CoroCallbacks> enter{"coro_callbacks"};

}  // namespace
}  // namespace echo
