// What happens between two runs of one process: nothing of the first may help, or burden, the second.
#include <gmock/gmock.h>

#include <set>

#include "benchmarks/harness/carry_out.hpp"
#include "benchmarks/harness/enter.hpp"
#include "tests/benchmarks/harness/toy.hpp"

namespace {

using namespace simul;

// Told by the contestants below while carry_out runs them.
std::size_t living_answers = 0, most_at_a_start = 0;
std::vector<std::uint64_t> nonces;

struct Counted {
  Counted() { ++living_answers; }
  Counted(const Counted&) { ++living_answers; }
  Counted(Counted&&) noexcept { ++living_answers; }
  ~Counted() { --living_answers; }
};

struct CountedToy : toy::Workload {
  using Answer = Counted;
  static std::optional<std::string> verify(const Parameters&, std::uint64_t, const Answer&) { return {}; }
  static std::vector<std::pair<std::string, double>> counters(const Parameters&, const Answer&) { return {}; }
  static void latencies(const Parameters&, const Answer&, auto) {}
};

template <class Probe>
struct Watcher {
  static constexpr auto lanes = Lanes::one;
  Watcher(const toy::Parameters&, unsigned, Probe&) {}
  Counted run(std::uint64_t nonce) {
    most_at_a_start = std::max(most_at_a_start, living_answers);
    nonces.push_back(nonce);
    return {};
  }
};

class RepeatedRuns : public testing::Test {
 protected:
  void SetUp() override {
    living_answers = most_at_a_start = 0;
    nonces.clear();
    const ContestantOf<CountedToy, Watcher> contestant("coro");
    const auto problem = std::make_shared<ProblemOf<CountedToy>>(toy::Parameters{1, 1});
    ASSERT_EQ(carry_out({&contestant, problem, 1, "cpu/toy/coro", {}}, {.repetitions = 5}).status,
              Status::ok);
  }
};

// To destroy the answer of the run before, perhaps of many megabytes, must not take time of this one.
TEST_F(RepeatedRuns, BeginWithoutAnAnswer) { EXPECT_EQ(most_at_a_start, 0U); }

TEST_F(RepeatedRuns, LeaveNoAnswerBehind) { EXPECT_EQ(living_answers, 0U); }

TEST_F(RepeatedRuns, EachGetAnotherNonce) {
  EXPECT_EQ(std::set(nonces.begin(), nonces.end()).size(), nonces.size());
  EXPECT_EQ(nonces.size(), 6U);  // one warm-up
}

}  // namespace
