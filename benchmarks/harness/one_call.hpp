// A contestant that is one call of the spec's: what `sequential` comes to where it has the kernel to do, and no more.
#pragma once

#include "benchmarks/harness/enter.hpp"

namespace simul {

// Entered as simul::Enter<Workload, simul::OneCall<Workload, work>::Contestant>. `work` is called with the nonce of each
// run, on the thread that calls run().
template <class Workload,
          typename Workload::Answer (*work)(const typename Workload::Parameters&, std::uint64_t)>
struct OneCall {
  template <class Probe>
  class Contestant {
   public:
    static constexpr auto lanes = Lanes::one;

    Contestant(const typename Workload::Parameters& p, unsigned, Probe&) : p_(p) {}
    typename Workload::Answer run(std::uint64_t nonce) { return work(p_, nonce); }

   private:
    const typename Workload::Parameters& p_;
  };
};

}  // namespace simul
