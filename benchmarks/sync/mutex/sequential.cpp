// One task after the other: nobody else is there, and so there is no lock.
#include "benchmarks/harness/one_call.hpp"
#include "benchmarks/sync/mutex/workload.hpp"

namespace contention {
namespace {

const simul::Enter<Workload, simul::OneCall<Workload, do_all>::Contestant> enter{"sequential"};

}  // namespace
}  // namespace contention
