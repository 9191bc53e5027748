// uv_queue_work for every piece; the last one to come back to the loop's thread ends its run, and the calls
// above the cut-off are joined there. https://docs.libuv.org/en/v1.x/threadpool.html
#include <deque>

#include "benchmarks/cpu/fib/workload.hpp"
#include "benchmarks/harness/enter.hpp"
#include "runtimes/uv/loop.hpp"
#include "runtimes/uv/pool.hpp"
#include "runtimes/uv/work.hpp"

namespace fib {
namespace {

struct Piece {
  std::int64_t n;
  std::uint64_t nonce;
  Sum& sum;
  std::int64_t& back;
  uv::Work work{};

  void on_pool() { sum = call(n, nonce); }
  void on_loop() { ++back; }
};

template <class Probe>
class UvPoolCutoff {
 public:
  static constexpr auto lanes = simul::Lanes::workers;
  static auto unsupported(const Parameters&, const simul::Limits& limits) {
    return uv::too_large(limits.workers);
  }

  UvPoolCutoff(const Parameters& p, unsigned workers, Probe&) : p_(p) { uv::size_pool(workers); }

  Answer run(std::uint64_t nonce) {
    const auto numbers = pieces(p_);
    std::vector<Sum> sums(numbers.size());
    std::int64_t back = 0;
    std::deque<Piece> queued;  // a piece stays where it is
    for (std::size_t i = 0; i < numbers.size(); ++i) {
      Piece& piece = queued.emplace_back(numbers[i], nonce, sums[i], back);
      piece.work.template queue<&Piece::on_pool, &Piece::on_loop>(loop_, piece);
    }
    loop_.run();
    return {join(p_, sums), back};
  }

 private:
  const Parameters& p_;
  uv::Loop loop_;
};

const simul::Enter<Workload, UvPoolCutoff> enter{"uv_pool_cutoff"};

}  // namespace
}  // namespace fib
