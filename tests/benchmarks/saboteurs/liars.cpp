// Whose answers are wrong; and the honest one that they are compared with.
#include "tests/benchmarks/saboteurs/workload.hpp"

namespace sabotage {
namespace {

template <class Probe>
struct Sequential : Honest<Probe> {
  using Honest<Probe>::Honest;
};

template <class Probe>
struct WrongAnswer : Honest<Probe> {
  using Honest<Probe>::Honest;
  Answer run(std::uint64_t nonce) {
    auto answer = Honest<Probe>::run(nonce);
    ++answer.sum;
    return answer;
  }
};

template <class Probe>
struct DroppedUnit : Honest<Probe> {
  using Honest<Probe>::Honest;
  Answer run(std::uint64_t nonce) {
    auto answer = Honest<Probe>::run(nonce);
    answer.sum -= simul::work(nonce + static_cast<std::uint64_t>(--answer.units), 100);
    return answer;
  }
};

// Works once, and from then on hands in what it has.
template <class Probe>
struct StaleAnswer : Honest<Probe> {
  using Honest<Probe>::Honest;
  Answer run(std::uint64_t nonce) {
    if (!known) known = Honest<Probe>::run(nonce);
    return *known;
  }
  std::optional<Answer> known;
};

// Behaves as long as it is timed.
template <class Probe>
struct WrongWhenObserved : Honest<Probe> {
  using Honest<Probe>::Honest;
  Answer run(std::uint64_t nonce) {
    auto answer = Honest<Probe>::run(nonce);
    answer.sum += std::is_same_v<Probe, simul::Observer>;
    return answer;
  }
};

// Right in the warm-up and in the first run that counts, wrong afterwards.
template <class Probe>
struct WrongAtLast : Honest<Probe> {
  using Honest<Probe>::Honest;
  Answer run(std::uint64_t nonce) {
    auto answer = Honest<Probe>::run(nonce);
    answer.sum += ++runs > 2;
    return answer;
  }
  int runs = 0;
};

const simul::Enter<Workload, Sequential> sequential{"sequential"};
const simul::Enter<Workload, WrongAnswer> wrong_answer{"wrong_answer"};
const simul::Enter<Workload, DroppedUnit> dropped_unit{"dropped_unit"};
const simul::Enter<Workload, StaleAnswer> stale_answer{"stale_answer"};
const simul::Enter<Workload, WrongWhenObserved> wrong_when_observed{"wrong_when_observed"};
const simul::Enter<Workload, WrongAtLast> wrong_at_last{"wrong_at_last"};

}  // namespace
}  // namespace sabotage
