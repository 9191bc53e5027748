// libuv's idle handle does long work in pieces, one per turn of the loop, so that events are still served in
// between. All on one thread. https://docs.libuv.org/en/v1.x/guide/utilities.html (idler pattern)
#include "benchmarks/cpu/nqueens/workload.hpp"
#include "benchmarks/harness/enter.hpp"
#include "runtimes/uv/idle.hpp"
#include "runtimes/uv/loop.hpp"

namespace nqueens {
namespace {

template <class Probe>
class Uv {
 public:
  static constexpr auto lanes = simul::Lanes::one;

  Uv(const Parameters& p, unsigned, Probe& probe) : p_(p), probe_(probe), tasks_(placements(p)) {
    idle_.open(loop_);
  }

  Tally run(std::uint64_t nonce) {
    nonce_ = nonce;
    next_ = 0;
    all_ = {};
    idle_.template start<&Uv::search_next>(*this);
    loop_.run();
    return all_;
  }

 private:
  void search_next() {
    probe_.begin(next_);
    all_ += search(p_, tasks_[next_], nonce_, next_);
    probe_.end(next_);
    if (++next_ == tasks_.size()) idle_.stop();
  }

  const Parameters& p_;
  Probe& probe_;
  std::vector<Placement> tasks_;
  std::uint64_t nonce_ = 0;
  std::size_t next_ = 0;
  Tally all_;
  uv::Idle idle_;
  uv::Loop loop_;  // last: it closes the handle
};

const simul::Enter<Workload, Uv> enter{"uv"};

}  // namespace
}  // namespace nqueens
