// A function call per hop: who does everything himself hands nothing on.
#include "benchmarks/harness/one_call.hpp"
#include "benchmarks/sync/ring/workload.hpp"

namespace ring {
namespace {

const simul::Enter<Workload, simul::OneCall<Workload, call_all>::Contestant> enter{"sequential"};

}  // namespace
}  // namespace ring
