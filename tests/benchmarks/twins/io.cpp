// Two who sleep 10 times 1 ms, with the same code.
#include <array>
#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "benchmarks/harness/enter.hpp"
#include "benchmarks/harness/work.hpp"

namespace sleepers {
namespace {

struct Parameters {
  std::int64_t naps, nap_us;
};

struct Workload {
  static constexpr std::string_view kind = "io", name = "twins";
  static constexpr std::string_view in_turn = "one", waits = "naps were taken", works = "";
  using Parameters = sleepers::Parameters;
  using Answer = std::uint64_t;

  static constexpr std::array fields{std::pair{"naps", &Parameters::naps},
                                     std::pair{"nap_us", &Parameters::nap_us}};
  static constexpr bool pure_waits = true;
  static std::vector<Parameters> points(std::string_view) { return {{10, 1'000}}; }
  static double units(const Parameters& p) { return static_cast<double>(p.naps); }

  static std::optional<std::string> verify(const Parameters& p, std::uint64_t nonce, Answer answer) {
    if (answer == simul::mix(nonce) + static_cast<std::uint64_t>(p.naps)) return std::nullopt;
    return "not every nap was taken";
  }
};

template <class Probe>
class Sleeper {
 public:
  static constexpr auto lanes = simul::Lanes::one;

  Sleeper(const Parameters& p, unsigned, Probe&) : p_(p) {}
  std::uint64_t run(std::uint64_t nonce) {
    std::uint64_t taken = simul::mix(nonce);
    for (std::int64_t nap = 0; nap < p_.naps; ++nap, ++taken)
      std::this_thread::sleep_for(std::chrono::microseconds(p_.nap_us));
    return taken;
  }

 private:
  const Parameters& p_;
};

const simul::Enter<Workload, Sleeper> castor{"castor"};
const simul::Enter<Workload, Sleeper> pollux{"pollux"};

}  // namespace
}  // namespace sleepers
