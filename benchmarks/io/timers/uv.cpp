// A timer of libuv's per timer, started, and stopped or waited for. Its clock has whole milliseconds: up to
// one late, never early. https://docs.libuv.org/en/v1.x/timer.html
#include "benchmarks/harness/enter.hpp"
#include "benchmarks/io/timers/workload.hpp"
#include "runtimes/uv/loop.hpp"
#include "runtimes/uv/timer.hpp"

namespace timers {
namespace {

template <class Probe>
class Uv {
 public:
  static constexpr auto lanes = simul::Lanes::one;

  Uv(const Parameters& p, unsigned, Probe& probe) : p_(p), probe_(probe), timers_(p.count()) {
    for (std::size_t timer = 0; timer < timers_.size(); ++timer) {
      timers_[timer].owner = this;
      timers_[timer].number = timer;
      timers_[timer].handle.open(loop_);
    }
  }

  Answer run(std::uint64_t nonce) {
    Answer records(p_.count());
    book_.emplace(p_, nonce, records);
    for (Timer& timer : timers_)
      timer.handle.template start_at<&Timer::on_due>(book_->arm(timer.number, probe_), timer);
    for (Timer& timer : timers_) {
      if (book_->fires(timer.number)) continue;
      timer.handle.stop();
      book_->cancel(timer.number);
    }
    loop_.run();
    return records;
  }

 private:
  struct Timer {
    Uv* owner;
    std::size_t number;
    uv::Timer handle;

    void on_due() { owner->book_->fire(number, owner->probe_); }
  };

  const Parameters& p_;
  Probe& probe_;
  std::vector<Timer> timers_;
  std::optional<Book> book_;  // of the run
  uv::Loop loop_;             // last: it closes the timers
};

const simul::Enter<Workload, Uv> enter{"uv"};

}  // namespace
}  // namespace timers
