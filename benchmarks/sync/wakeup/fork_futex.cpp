// The processes of `fork` with a semaphore in the memory that they share anyway: a futex that finds its waiter by the
// page, not by the address. sem_overview(7)
#include "benchmarks/harness/enter.hpp"
#include "benchmarks/sync/wakeup/workload.hpp"
#include "runtimes/fork/child.hpp"
#include "runtimes/fork/semaphore.hpp"
#include "runtimes/fork/shared.hpp"

namespace wakeup {
namespace {

struct Room {
  Desk desk;
  forked::Semaphore called{0U};
};

template <class Probe>
class ForkFutex {
 public:
  static constexpr auto lanes = simul::Lanes::per_task;

  ForkFutex(const Parameters& p, unsigned, Probe&) : p_(p), log_(p.count()) {}

  Answer run(std::uint64_t nonce) {
    const forked::Shared<Room> room(1);
    std::ranges::fill(log_, Response{});
    forked::Child sleeper([&] {
      do room->called.acquire();
      while (room->desk.run(log_.span()));
    });
    room->desk.call_all(p_, nonce, [&] { room->called.release(); });
    sleeper.wait();
    return room->desk.answer(log_.span());
  }

 private:
  const Parameters& p_;
  forked::Shared<Response> log_;
};

const simul::Enter<Workload, ForkFutex> enter{"fork_futex"};

}  // namespace
}  // namespace wakeup
