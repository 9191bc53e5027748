// One stream after the other, and one item after the other: make it, look it up, take it.
#include "benchmarks/harness/enter.hpp"
#include "benchmarks/io/stream/workload.hpp"
#include "runtimes/sequential/blocking.hpp"

namespace stream {
namespace {

template <class Probe>
class Sequential {
 public:
  static constexpr auto lanes = simul::Lanes::one;

  Sequential(const Parameters& p, unsigned, Probe& probe) : p_(p), probe_(probe) {}

  Answer run(std::uint64_t nonce) {
    Answer flows(p_.count());
    for (std::size_t stream = 0; stream < flows.size(); ++stream) {
      const Part part(p_, nonce, stream, flows[stream]);
      Source source(part);
      LookUp look_up(part);
      for (Sink sink(part); sink.take(next(source, look_up), probe_);) {
      }
    }
    return flows;
  }

 private:
  Item next(Source& source, LookUp& look_up) {
    sequential::sleep_until(source.begin(probe_));
    const Item item = source.end(probe_);
    sequential::sleep_until(look_up.begin(item, probe_));
    return look_up.end(item, probe_);
  }

  const Parameters& p_;
  Probe& probe_;
};

const simul::Enter<Workload, Sequential> enter{"sequential"};

}  // namespace
}  // namespace stream
