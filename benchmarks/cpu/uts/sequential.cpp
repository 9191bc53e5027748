// One node after the other, with a stack of its own: the deeper tree has 1,572 levels.
#include "benchmarks/cpu/uts/workload.hpp"
#include "benchmarks/harness/one_call.hpp"

namespace uts {
namespace {

const simul::Enter<Workload, simul::OneCall<Workload, search_all>::Contestant> enter{"sequential"};

}  // namespace
}  // namespace uts
