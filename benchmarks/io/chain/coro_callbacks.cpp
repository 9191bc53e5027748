// The same loop without coroutines: a step is a call_at, whose callback derives the result and arms the next. What the
// chain has in hand meanwhile is kept by its owner, as a coroutine's frame would. runtimes/coro/callback.hpp; in
// asyncio loop.call_at, "Scheduling delayed callbacks".
#include "benchmarks/harness/enter.hpp"
#include "benchmarks/io/chain/workload.hpp"
#include "runtimes/coro/event.hpp"
#include "runtimes/coro/loop.hpp"

namespace chain {
namespace {

template <class Probe>
class CoroCallbacks {
 public:
  static constexpr auto lanes = simul::Lanes::one;

  CoroCallbacks(const Parameters& p, unsigned, Probe& probe) : p_(p), probe_(probe) {}

  Answer run(std::uint64_t nonce) {
    Answer links(p_.count() * p_.length());
    chains_.clear();
    chains_.resize(p_.count());
    loop_.run(all(links, nonce));
    return links;
  }

 private:
  struct Chain {
    std::size_t step = 0;
    std::string result{};  // of the step before
    coro::Handle next{};
  };

  coro::Task<> all(Answer& links, std::uint64_t nonce) {
    left_ = chains_.size();
    all_done_.clear();
    for (std::size_t i = 0; i < chains_.size(); ++i) {
      probe_.begin(i);
      chains_[i].result = origin(nonce, i);
      start_step(links, i);
    }
    co_await all_done_.wait();
  }

  void start_step(Answer& links, std::size_t i) {
    const auto delay = p_.delay(i, chains_[i].step);
    probe_.wait(i, delay);
    const auto due = links_of(links, p_, i)[chains_[i].step].begin(delay);
    chains_[i].next = loop_.call_at(due, [this, &links, i] { end_step(links, i); });
  }

  void end_step(Answer& links, std::size_t i) {
    Chain& chain = chains_[i];
    probe_.wake(i);
    chain.result = links_of(links, p_, i)[chain.step].end(chain.step, chain.result);
    if (++chain.step < p_.length()) return start_step(links, i);
    probe_.end(i);
    if (--left_ == 0) all_done_.set();
  }

  const Parameters& p_;
  Probe& probe_;
  coro::Loop loop_;
  std::vector<Chain> chains_;  // behind the loop, which their handles must not outlive
  std::size_t left_ = 0;       // chains that go on
  coro::Event all_done_;
};

const simul::Enter<Workload, CoroCallbacks> enter{"coro_callbacks"};

}  // namespace
}  // namespace chain
