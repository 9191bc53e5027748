// Two requests for each thread of libuv's pool: each has a row drawn there and is queued again from the
// loop's thread, where the next row is known, until none is left.
// https://docs.libuv.org/en/v1.x/threadpool.html
#include "benchmarks/cpu/mandelbrot/workload.hpp"
#include "benchmarks/harness/enter.hpp"
#include "runtimes/uv/loop.hpp"
#include "runtimes/uv/pool.hpp"
#include "runtimes/uv/work.hpp"

namespace mandelbrot {
namespace {

template <class Probe>
class UvPool {
 public:
  static constexpr auto lanes = simul::Lanes::workers;
  static auto unsupported(const Parameters&, const simul::Limits& limits) {
    return uv::too_large(limits.workers);
  }

  // Two for each thread: one is drawn while the loop gets round to queue the other.
  UvPool(const Parameters& p, unsigned workers, Probe& probe)
      : p_(p), probe_(probe), picture_(p.pixels()), painters_(2 * workers) {
    uv::size_pool(workers);
  }

  Answer run(std::uint64_t nonce) {
    nonce_ = nonce;
    next_ = 0, drawn_ = {};
    for (Painter& painter : painters_) painter.all = this, painter.take_next();
    loop_.run();
    return {picture_, drawn_};
  }

 private:
  struct Painter {
    UvPool* all = nullptr;
    std::size_t row = 0;
    simul::Tally drawn;
    uv::Work work;

    void take_next() {
      if (all->next_ == all->p_.rows()) return;
      row = all->next_++;
      work.template queue<&Painter::paint, &Painter::painted>(all->loop_, *this);
    }
    void paint() {
      all->probe_.begin(row);
      drawn = draw(all->p_, row, all->nonce_, all->picture_);
      all->probe_.end(row);
    }
    void painted() {
      all->drawn_ += drawn;
      take_next();
    }
  };

  const Parameters& p_;
  Probe& probe_;
  std::vector<Pixel> picture_;
  std::vector<Painter> painters_;
  std::uint64_t nonce_ = 0;
  std::size_t next_ = 0;
  simul::Tally drawn_;
  uv::Loop loop_;
};

const simul::Enter<Workload, UvPool> enter{"uv_pool"};

}  // namespace
}  // namespace mandelbrot
