// The floor: a node is called through a pointer and returns who is next. One token means one node that is ready, so
// not even a queue is needed, and the loop that calls is all there is.
#include "benchmarks/harness/enter.hpp"
#include "benchmarks/sync/ring/workload.hpp"

namespace ring {
namespace {

struct Node {
  Node* (*receive)(Node&,
                   Token&);  // returns to whom the token goes; nobody: it has gone round for long enough
  Node* next;
  std::uint64_t number, visits, end;  // the number of hops at which all is over
};

Node* receive(Node& node, Token& token) {
  token.visit(node.number);
  ++node.visits;
  return token.hops == node.end ? nullptr : node.next;
}

template <class Probe>
class Floor {
 public:
  static constexpr auto lanes = simul::Lanes::one;

  Floor(const Parameters& p, unsigned, Probe&) : p_(p), nodes_(p.size()) {}

  Answer run(std::uint64_t nonce) {
    for (std::uint64_t i = 0; i < nodes_.size(); ++i)
      nodes_[i] = {receive, &nodes_[p_.after(i)], i, 0, p_.hops()};
    Answer answer{start(nonce), {}};
    for (Node* node = nodes_.data(); node != nullptr;) node = node->receive(*node, answer.token);
    for (const Node& node : nodes_) answer.visits.push_back(node.visits);
    return answer;
  }

 private:
  const Parameters& p_;
  std::vector<Node> nodes_;
};

const simul::Enter<Workload, Floor> enter{"floor"};

}  // namespace
}  // namespace ring
