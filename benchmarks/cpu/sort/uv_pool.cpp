// A request to libuv's pool per node. The leaves are queued at once, and a parent by the second of its halves
// to be reported on the loop's thread. https://docs.libuv.org/en/v1.x/threadpool.html
#include "benchmarks/cpu/sort/workload.hpp"
#include "benchmarks/harness/enter.hpp"
#include "runtimes/uv/loop.hpp"
#include "runtimes/uv/pool.hpp"
#include "runtimes/uv/work.hpp"

namespace sorting {
namespace {

template <class Probe>
class UvPool {
 public:
  static constexpr auto lanes = simul::Lanes::workers;
  static auto unsupported(const Parameters&, const simul::Limits& limits) {
    return uv::too_large(limits.workers);
  }

  UvPool(const Parameters& p, unsigned workers, Probe&)
      : unsorted_(simul::made_once<Unsorted>(p)), even_(p.count()), odd_(p.count()), requests_(p.nodes()) {
    uv::size_pool(workers);
    for (std::size_t i = 0; i < requests_.size(); ++i) requests_[i].tree = this, requests_[i].node = {i + 1};
  }

  Answer run(std::uint64_t nonce) {
    nonce_ = nonce;
    done_ = {};
    for (Request& request : requests_) {
      request.halves_done = 0;
      if (unsorted_.is_leaf(request.node)) request.queue();
    }
    loop_.run();
    return {even_, done_};
  }

 private:
  struct Request {
    UvPool* tree = nullptr;
    Node node;
    int halves_done = 0;  // the loop's thread's
    simul::Tally done;
    uv::Work work;

    void queue() { work.template queue<&Request::sort, &Request::report>(tree->loop_, *this); }
    void sort() { done = tree->unsorted_.put_in_order(node, tree->nonce_, {tree->even_, tree->odd_}); }
    void report() {
      tree->done_ += done;
      if (node.is_root()) return;
      Request& parent = tree->requests_[node.parent().task()];
      if (++parent.halves_done == 2) parent.queue();
    }
  };

  const Unsorted& unsorted_;
  std::vector<std::uint64_t> even_, odd_;
  std::vector<Request> requests_;
  std::uint64_t nonce_ = 0;
  simul::Tally done_;
  uv::Loop loop_;
};

const simul::Enter<Workload, UvPool> enter{"uv_pool"};

}  // namespace
}  // namespace sorting
