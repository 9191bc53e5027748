// A handle per unit. libuv has no tasks: the least that its loop calls later is an idle handle. So a unit is
// an idle handle that is started, called on the next turn and closed, and the join is run(), which returns
// when no handle is left. https://docs.libuv.org/en/v1.x/idle.html and /handle.html (uv_close)
#include "benchmarks/harness/enter.hpp"
#include "benchmarks/sync/spawn/workload.hpp"
#include "runtimes/uv/idle.hpp"
#include "runtimes/uv/loop.hpp"

namespace spawn {
namespace {

struct Unit {
  Tally* tally = nullptr;
  std::uint64_t nonce = 0, number = 0;
  std::uint64_t result = 0;
  uv::Idle handle{};

  void on_turn() {
    ++tally->started;
    result = value(nonce, number);
    handle.close<&Unit::on_closed>(*this);
  }
  void on_closed() { tally->complete(result); }
};

template <class Probe>
class Uv {
 public:
  static constexpr auto lanes = simul::Lanes::one;

  Uv(const Parameters& p, unsigned, Probe&) : p_(p), units_(static_cast<std::size_t>(p.at_once)) {}

  Tally run(std::uint64_t nonce) {
    Tally tally;
    for (std::int64_t batch = 0; batch < p_.batches(); ++batch) {
      for (Unit& unit : units_) start(unit, tally, nonce);
      loop_.run();
    }
    return tally;
  }

 private:
  void start(Unit& unit, Tally& tally, std::uint64_t nonce) {
    unit.tally = &tally;
    unit.nonce = nonce;
    unit.number = static_cast<std::uint64_t>(tally.created++);
    unit.handle.open(loop_);
    unit.handle.start<&Unit::on_turn>(unit);
  }

  const Parameters& p_;
  std::vector<Unit> units_;
  uv::Loop loop_;  // last: it closes the handles
};

const simul::Enter<Workload, Uv> enter{"uv"};

}  // namespace
}  // namespace spawn
