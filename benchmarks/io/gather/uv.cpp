// A timer per sleeper on libuv's loop. Its clock has whole milliseconds: up to one late, never early.
// https://docs.libuv.org/en/v1.x/timer.html
#include <memory>

#include "benchmarks/harness/enter.hpp"
#include "benchmarks/io/gather/workload.hpp"
#include "runtimes/uv/loop.hpp"
#include "runtimes/uv/timer.hpp"

namespace gather {
namespace {

template <class Probe>
class Uv {
 public:
  static constexpr auto lanes = simul::Lanes::one;

  Uv(const Parameters& p, unsigned, Probe& probe)
      : p_(p), probe_(probe), sleepers_(static_cast<std::size_t>(p.sleepers)) {
    for (Sleeper& sleeper : sleepers_) sleeper.timer.open(loop_);
  }

  Answer run(std::uint64_t nonce) {
    wakes_.assign(sleepers_.size(), {});
    for (std::size_t i = 0; i < sleepers_.size(); ++i) fall_asleep(sleepers_[i], i, nonce);
    loop_.run();
    return std::move(wakes_);
  }

 private:
  struct Sleeper {
    Uv* owner;
    std::size_t number;
    uv::Timer timer;
    std::unique_ptr<std::uint64_t[]>
        state;  // a callback keeps nothing on the stack: what lasts hangs on the handle

    void on_due() { owner->wake(*this); }
  };

  void fall_asleep(Sleeper& sleeper, std::size_t i, std::uint64_t nonce) {
    probe_.begin(i);
    probe_.wait(i, p_.nap(i));
    sleeper.owner = this;
    sleeper.number = i;
    if (words() > 0) sleeper.state = std::make_unique_for_overwrite<std::uint64_t[]>(words());
    const auto due = wakes_[i].fall_asleep(p_, nonce, i, {sleeper.state.get(), words()});
    sleeper.timer.template start_at<&Sleeper::on_due>(due, sleeper);
  }

  void wake(Sleeper& sleeper) {
    wakes_[sleeper.number].up({sleeper.state.get(), words()});
    sleeper.state.reset();
    probe_.wake(sleeper.number);
    probe_.end(sleeper.number);
  }

  std::size_t words() const { return static_cast<std::size_t>(p_.state_bytes) / sizeof(std::uint64_t); }

  const Parameters& p_;
  Probe& probe_;
  std::vector<Sleeper> sleepers_;
  Answer wakes_;
  uv::Loop loop_;  // last: it closes the timers
};

const simul::Enter<Workload, Uv> enter{"uv"};

}  // namespace
}  // namespace gather
