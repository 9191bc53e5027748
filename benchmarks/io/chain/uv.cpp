// A timer per chain on libuv's loop: its callback takes the result of the step and starts the timer anew. What a chain
// has in hand hangs on its handle. libuv's clock has whole milliseconds, so that every step is up to one late and a
// chain the sum of them; never early. https://docs.libuv.org/en/v1.x/timer.html
#include "benchmarks/harness/enter.hpp"
#include "benchmarks/io/chain/workload.hpp"
#include "runtimes/uv/loop.hpp"
#include "runtimes/uv/timer.hpp"

namespace chain {
namespace {

template <class Probe>
class Uv {
 public:
  static constexpr auto lanes = simul::Lanes::one;

  Uv(const Parameters& p, unsigned, Probe& probe) : p_(p), probe_(probe), chains_(p.count()) {
    for (Chain& chain : chains_) {
      chain.owner = this;
      chain.number = static_cast<std::size_t>(&chain - chains_.data());
      chain.timer.open(loop_);
    }
  }

  Answer run(std::uint64_t nonce) {
    links_.assign(p_.count() * p_.length(), {});
    for (Chain& chain : chains_) {
      probe_.begin(chain.number);
      chain.result = origin(nonce, chain.number);
      chain.step = 0;
      chain.wait();
    }
    loop_.run();
    return std::move(links_);
  }

 private:
  struct Chain {
    Uv* owner;
    std::size_t number, step;
    std::string result;  // of the step before
    uv::Timer timer;

    Link& link() { return links_of(owner->links_, owner->p_, number)[step]; }
    void wait() {
      const auto delay = owner->p_.delay(number, step);
      owner->probe_.wait(number, delay);
      timer.template start_at<&Chain::on_due>(link().begin(delay), *this);
    }
    void on_due() {
      owner->probe_.wake(number);
      result = link().end(step, result);
      if (++step < owner->p_.length()) return wait();
      owner->probe_.end(number);
    }
  };

  const Parameters& p_;
  Probe& probe_;
  std::vector<Chain> chains_;
  Answer links_;
  uv::Loop loop_;  // last: it closes the timers
};

const simul::Enter<Workload, Uv> enter{"uv"};

}  // namespace
}  // namespace chain
