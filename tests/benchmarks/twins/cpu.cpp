// Two who work for about 10 ms each, with the same code.
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "benchmarks/harness/enter.hpp"
#include "benchmarks/harness/work.hpp"

namespace workers {
namespace {

struct Parameters {
  std::int64_t work_us;
  std::int64_t steps = 0;

  void calibrate(std::int64_t steps_per_us) { steps = work_us * steps_per_us; }
};

struct Workload {
  static constexpr std::string_view kind = "cpu", name = "twins";
  static constexpr std::string_view in_turn = "one", waits = "", works = "a core worked";
  using Parameters = workers::Parameters;
  using Answer = std::uint64_t;

  static constexpr std::array fields{std::pair{"work_us", &Parameters::work_us}};
  static constexpr std::array recorded{std::pair{"steps", &Parameters::steps}};
  static std::vector<Parameters> points(std::string_view) { return {{10'000}}; }
  static double units(const Parameters&) { return 1; }

  static std::optional<std::string> verify(const Parameters& p, std::uint64_t nonce, Answer answer) {
    if (answer == simul::work_answer(nonce, p.steps)) return std::nullopt;
    return "the work was not done";
  }
};

template <class Probe>
class Worker {
 public:
  static constexpr auto lanes = simul::Lanes::one;

  Worker(const Parameters& p, unsigned, Probe&) : p_(p) {}
  std::uint64_t run(std::uint64_t nonce) { return simul::work(nonce, p_.steps); }

 private:
  const Parameters& p_;
};

const simul::Enter<Workload, Worker> castor{"castor"};
const simul::Enter<Workload, Worker> pollux{"pollux"};

}  // namespace
}  // namespace workers
