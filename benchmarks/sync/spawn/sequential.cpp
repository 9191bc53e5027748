// A function call per unit: on one stack nothing is created and nothing awaited, which is why calls are how
// sequential programs are put together.
#include "benchmarks/harness/one_call.hpp"
#include "benchmarks/sync/spawn/workload.hpp"

namespace spawn {
namespace {

const simul::Enter<Workload, simul::OneCall<Workload, call_all>::Contestant> enter{"sequential"};

}  // namespace
}  // namespace spawn
