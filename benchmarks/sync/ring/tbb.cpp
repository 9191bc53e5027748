// A flow graph: nodes between which messages run are oneTBB's own, and a ring of them is a graph with a cycle. A node
// may hand on or not, so it is a multifunction_node; serial, for it counts. Every message is a task.
// https://oneapi-spec.uxlfoundation.org (oneTBB, flow graph, multifunction_node)
#include <oneapi/tbb/flow_graph.h>

#include <deque>
#include <tuple>

#include "benchmarks/harness/enter.hpp"
#include "benchmarks/sync/ring/workload.hpp"
#include "runtimes/tbb/arena.hpp"

namespace ring {
namespace {

using FlowNode = tbb::flow::multifunction_node<Token, std::tuple<Token>>;

template <class Probe>
class Tbb {
 public:
  static constexpr auto lanes = simul::Lanes::workers;

  // Made in the arena, for a graph runs its tasks where it was made.
  Tbb(const Parameters& p, unsigned workers, Probe&) : p_(p), visits_(p.size()), arena_(workers) {
    arena_.execute([this] {
      graph_.emplace();
      for (std::uint64_t node = 0; node < p_.size(); ++node)
        nodes_.emplace_back(*graph_, tbb::flow::serial,
                            [this, node](const Token& token, auto& next) { receive(node, token, next); });
      for (std::uint64_t node = 0; node < p_.size(); ++node)
        tbb::flow::make_edge(tbb::flow::output_port<0>(nodes_[node]), nodes_[p_.after(node)]);
    });
  }

  Answer run(std::uint64_t nonce) {
    visits_.assign(visits_.size(), 0);
    arena_.execute([&] {
      nodes_.front().try_put(start(nonce));
      graph_->wait_for_all();
    });
    return {last_, visits_};
  }

 private:
  void receive(std::uint64_t node, Token token, FlowNode::output_ports_type& next) {
    token.visit(node);
    ++visits_[node];
    if (token.hops < p_.hops())
      std::get<0>(next).try_put(token);
    else
      last_ = token;
  }

  const Parameters& p_;
  std::vector<std::uint64_t> visits_;  // a node writes to its own
  Token last_;
  onetbb::Arena arena_;
  std::optional<tbb::flow::graph> graph_;
  std::deque<FlowNode> nodes_;  // before the graph, in their end
};

const simul::Enter<Workload, Tbb> enter{"tbb"};

}  // namespace
}  // namespace ring
