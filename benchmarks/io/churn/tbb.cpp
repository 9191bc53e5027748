// A task per client, one that accepts, and one per connection that it accepted. oneTBB has no I/O: a task that would
// block suspends itself, and a thread of ours with epoll resumes it (resumable tasks, which oneTBB offers for this
// purpose). https://oneapi-spec.uxlfoundation.org (oneTBB, task scheduler, resumable tasks)
#include <oneapi/tbb/task_group.h>

#include <atomic>
#include <memory>

#include "benchmarks/harness/enter.hpp"
#include "benchmarks/io/churn/workload.hpp"
#include "runtimes/os/tcp.hpp"
#include "runtimes/tbb/arena.hpp"
#include "runtimes/tbb/listener.hpp"
#include "runtimes/tbb/reactor.hpp"
#include "runtimes/tbb/socket.hpp"

namespace churn {
namespace {

template <class Probe>
class Tbb {
 public:
  static constexpr auto lanes = simul::Lanes::workers;
  static auto unsupported(const Parameters& p, const simul::Limits& limits) {
    return too_many_sockets(p, limits);
  }

  Tbb(const Parameters& p, unsigned workers, Probe& probe) : p_(p), probe_(probe), arena_(workers) {}

  Answer run(std::uint64_t nonce) {
    Answer answer(p_);
    arena_.execute([&] {
      tbb::task_group tasks;
      tasks.run([&] { or_stop([&] { accept_all(tasks, answer.served.connections); }); });
      for (std::size_t i = 0; i < p_.count(); ++i)
        tasks.run([&, i] { or_stop([&] { answer.clients[i] = call_all(i, nonce); }); });
      tasks.wait();
    });
    answer.served.bytes = served_bytes_.exchange(0);
    return answer;
  }

 private:
  // Whoever fails ends the listening, or those would wait for ever who depend on him.
  void or_stop(auto body) {
    try {
      body();
    } catch (...) {
      listener_.stop();
      throw;
    }
  }

  void accept_all(tbb::task_group& tasks, std::int64_t& accepted) {
    for (; accepted < p_.all_connections(); ++accepted) {
      auto socket = std::make_shared<onetbb::Socket>(listener_.accept());  // oneTBB's tasks are const
      tasks.run([this, socket] { or_stop([&] { serve(*socket); }); });
    }
  }

  void serve(onetbb::Socket& socket) {
    Message message;
    for (std::span<std::byte> room = message; !room.empty();) {
      const std::size_t got = socket.read_some(room);
      if (got == 0) return;  // the answer will show it
      room = room.subspan(got);
    }
    served_bytes_ += message_bytes;
    socket.write_all(message);
  }

  Heard call_all(std::size_t i, std::uint64_t nonce) {
    probe_.begin(i);
    Caller caller(p_, nonce, i);
    for (; !caller.over(); caller.hung_up()) {
      onetbb::Socket socket = onetbb::connect(reactor_, server_.port);
      socket.write_all(caller.say());
      std::array<std::byte, room_bytes> room;
      while (const std::size_t got = socket.read_some(room)) caller.hear(std::span(room).first(got));
    }
    probe_.end(i);
    return caller.heard();
  }

  const Parameters& p_;
  Probe& probe_;
  onetbb::Arena arena_;
  onetbb::Reactor reactor_;
  os::Listener server_ = os::listen_loopback();
  onetbb::Listener listener_{reactor_, std::move(server_.socket)};
  std::atomic<std::int64_t> served_bytes_ = 0;
};

const simul::Enter<Workload, Tbb> enter{"tbb"};

}  // namespace
}  // namespace churn
