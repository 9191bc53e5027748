// Each item is used where it was made: who has no second task needs no channel.
#include "benchmarks/harness/one_call.hpp"
#include "benchmarks/sync/channel/workload.hpp"

namespace channel {
namespace {

const simul::Enter<Workload, simul::OneCall<Workload, hand_over_all>::Contestant> enter{"sequential"};

}  // namespace
}  // namespace channel
