// A coroutine per node and a channel before each, as an asyncio program has a queue per task: who waits to pop is
// handed the token directly, and its turn is a place in the loop's ready queue. runtimes/coro/channel.hpp
#include <deque>

#include "benchmarks/harness/enter.hpp"
#include "benchmarks/sync/ring/workload.hpp"
#include "runtimes/coro/channel.hpp"
#include "runtimes/coro/loop.hpp"
#include "runtimes/coro/scope.hpp"

namespace ring {
namespace {

using Mailbox = coro::Channel<Token>;

coro::Task<> stand(std::uint64_t node, std::int64_t laps, Mailbox& mine, Mailbox& next,
                   std::uint64_t& visits) {
  for (std::int64_t lap = 0; lap < laps; ++lap) {
    auto token = co_await mine.pop();
    token->visit(node);
    ++visits;
    co_await next.push(std::move(*token));
  }
}

template <class Probe>
class Coro {
 public:
  static constexpr auto lanes = simul::Lanes::one;

  Coro(const Parameters& p, unsigned, Probe&) : p_(p) {
    for (std::int64_t node = 0; node < p.nodes; ++node) mailboxes_.emplace_back(1U);
  }

  Answer run(std::uint64_t nonce) {
    Answer answer{start(nonce), std::vector<std::uint64_t>(p_.size())};
    loop_.run(go_round(answer));
    return answer;
  }

 private:
  coro::Task<> go_round(Answer& answer) {
    coro::Scope nodes(loop_);
    for (std::uint64_t node = 0; node < p_.size(); ++node)
      nodes.spawn(stand(node, p_.laps, mailboxes_[node], mailboxes_[p_.after(node)], answer.visits[node]));
    co_await mailboxes_[0].push(std::move(answer.token));
    co_await nodes.join();
    answer.token = mailboxes_[0].try_pop().value();  // what the last node handed on
  }

  const Parameters& p_;
  std::deque<Mailbox> mailboxes_;  // they cannot be moved
  coro::Loop loop_;
};

const simul::Enter<Workload, Coro> enter{"coro"};

}  // namespace
}  // namespace ring
