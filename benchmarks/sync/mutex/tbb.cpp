// A spin_mutex, which the documentation recommends where a lock is held for a few instructions: who waits looks
// again, and after a while lets others run. It is not fair.
#include <oneapi/tbb/spin_mutex.h>

#include "benchmarks/sync/mutex/tbb.hpp"

namespace contention {
namespace {

template <class Probe>
struct Tbb : InArena<Probe, tbb::spin_mutex> {
  using InArena<Probe, tbb::spin_mutex>::InArena;
};

const simul::Enter<Workload, Tbb> enter{"tbb"};

}  // namespace
}  // namespace contention
