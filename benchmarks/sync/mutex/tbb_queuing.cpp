// A queuing_mutex: first come, first served, and each who waits looks at a cache line of its own (J. Mellor-Crummey,
// M. Scott, ACM TOCS 9, 1991). Fairness has its price when the next in line is not running.
#include <oneapi/tbb/queuing_mutex.h>

#include "benchmarks/sync/mutex/tbb.hpp"

namespace contention {
namespace {

template <class Probe>
struct TbbQueuing : InArena<Probe, tbb::queuing_mutex> {
  using InArena<Probe, tbb::queuing_mutex>::InArena;
};

const simul::Enter<Workload, TbbQueuing> enter{"tbb_queuing"};

}  // namespace
}  // namespace contention
