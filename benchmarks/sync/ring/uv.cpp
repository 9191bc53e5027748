// An idle handle per node, started by who hands it the token and stopped when it has it: callbacks of one loop call
// each other, and to be called by the loop is libuv's way to let everybody else have a turn in between.
// uv_async_send would do the same through the kernel, and is for other threads.
// https://docs.libuv.org/en/v1.x/idle.html
#include "benchmarks/harness/enter.hpp"
#include "benchmarks/sync/ring/workload.hpp"
#include "runtimes/uv/idle.hpp"
#include "runtimes/uv/loop.hpp"

namespace ring {
namespace {

struct TurnNode {
  TurnNode* next = nullptr;
  std::uint64_t number = 0, visits = 0, end = 0;
  Token token{};
  uv::Idle handle{};

  void receive(const Token& handed) {
    token = handed;
    handle.start<&TurnNode::on_turn>(*this);
  }
  void on_turn() {
    handle.stop();
    token.visit(number);
    ++visits;
    if (token.hops < end) next->receive(token);
  }
};

template <class Probe>
class Uv {
 public:
  static constexpr auto lanes = simul::Lanes::one;

  Uv(const Parameters& p, unsigned, Probe&) : p_(p), nodes_(p.size()) {
    for (TurnNode& node : nodes_) node.handle.open(loop_);
  }

  // The loop has nothing left to do when nobody has been handed the token.
  Answer run(std::uint64_t nonce) {
    for (std::uint64_t i = 0; i < nodes_.size(); ++i) {
      TurnNode& node = nodes_[i];
      node.next = &nodes_[p_.after(i)];
      node.number = i, node.visits = 0, node.end = p_.hops();
    }
    nodes_.front().receive(start(nonce));
    loop_.run();
    Answer answer{nodes_.back().token, {}};
    for (const TurnNode& node : nodes_) answer.visits.push_back(node.visits);
    return answer;
  }

 private:
  const Parameters& p_;
  std::vector<TurnNode> nodes_;
  uv::Loop loop_;  // last: it closes the handles
};

const simul::Enter<Workload, Uv> enter{"uv"};

}  // namespace
}  // namespace ring
