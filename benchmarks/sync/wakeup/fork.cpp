// A process that waits in a read of a pipe, and its parent, which writes a byte: how processes wake each other that
// share nothing else. What a go hands over lies in shared memory, as in the other runtimes. pipe(7)
#include "benchmarks/harness/enter.hpp"
#include "benchmarks/sync/wakeup/workload.hpp"
#include "runtimes/fork/child.hpp"
#include "runtimes/fork/message.hpp"
#include "runtimes/fork/shared.hpp"
#include "runtimes/os/pipe.hpp"
#include "runtimes/sequential/blocking.hpp"

namespace wakeup {
namespace {

template <class Probe>
class Fork {
 public:
  static constexpr auto lanes = simul::Lanes::per_task;

  Fork(const Parameters& p, unsigned, Probe&) : p_(p) {}

  Answer run(std::uint64_t nonce) {
    const forked::Shared<Desk> desk(1);
    const forked::Shared<Response> log(p_.count());
    forked::Child task([&] {
      for (char go = 0;;) {
        sequential::read_exactly(goes_.read_end.get(), forked::room_of(go));
        if (!desk->run(log.span())) return;
      }
    });
    desk->call_all(p_, nonce,
                   [this, go = 'g'] { sequential::write_all(goes_.write_end.get(), forked::bytes_of(go)); });
    task.wait();
    return desk->answer(log.span());
  }

 private:
  const Parameters& p_;
  os::Pipe goes_ = os::make_pipe();
};

const simul::Enter<Workload, Fork> enter{"fork"};

}  // namespace
}  // namespace wakeup
