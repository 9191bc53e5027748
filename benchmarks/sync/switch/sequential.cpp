// All turns by one loop: who does everything himself need not switch.
#include "benchmarks/harness/one_call.hpp"
#include "benchmarks/sync/switch/workload.hpp"

namespace switching {
namespace {

const simul::Enter<Workload, simul::OneCall<Workload, take_all>::Contestant> enter{"sequential"};

}  // namespace
}  // namespace switching
