#include <gmock/gmock.h>

#include <stdexcept>
#include <utility>

#include "benchmarks/harness/enter.hpp"
#include "tests/benchmarks/harness/toy.hpp"

namespace {

using namespace simul;

// Answers what it is told to, so that a test can hand in old answers and none at all.
toy::Answer to_be_given;
bool gives = true;

template <class Probe>
struct Told {
  static constexpr auto lanes = Lanes::one;
  Told(const toy::Parameters&, unsigned, Probe&) {}
  toy::Answer run(std::uint64_t) {
    if (!gives) throw std::runtime_error("no answer this time");
    return to_be_given;
  }
};

struct Trying : testing::Test {
  toy::Parameters p{3, 1, 100};
  ContestantOf<toy::Workload, Told> contestant{"told"};
  ProblemOf<toy::Workload> problem{p};
  std::unique_ptr<Trial> trial = contestant.set_up(problem, 1, nullptr);

  toy::Answer right(std::uint64_t nonce) const {
    toy::Answer answer;
    for (std::size_t task = 0; task < 3; ++task) answer.push_back(toy::Workload::right(p, nonce, task));
    return answer;
  }
  void SetUp() override { gives = true; }
};

TEST_F(Trying, AcceptsTheRightAnswer) {
  to_be_given = right(5);
  trial->run(5);
  EXPECT_EQ(trial->verify(), std::nullopt);
}

TEST_F(Trying, RejectsTheRightAnswerOfTheRunBefore) {
  to_be_given = right(5);
  trial->run(5);
  trial->run(6);
  EXPECT_EQ(trial->verify(), "task 0 is wrong");
}

TEST_F(Trying, RejectsADroppedTask) {
  to_be_given = right(5);
  to_be_given.pop_back();
  trial->run(5);
  EXPECT_EQ(trial->verify(), "2 tasks answered");
}

TEST_F(Trying, HasNoAnswerBeforeTheFirstRun) {
  EXPECT_EQ(trial->verify(), "no answer");
  EXPECT_TRUE(trial->counters().empty());
}

TEST_F(Trying, ForgetsAnAnswerSoThatItMustBeGivenAnew) {
  to_be_given = right(5);
  trial->run(5);
  trial->forget();
  EXPECT_EQ(trial->verify(), "no answer");
  gives = false;
  EXPECT_THROW(trial->run(5), std::runtime_error);
  EXPECT_EQ(trial->verify(), "no answer");
}

// Has to be made ready for each run anew.
template <class Probe>
struct Prepared {
  static constexpr auto lanes = Lanes::one;
  Prepared(const toy::Parameters&, unsigned, Probe&) {}
  void prepare() { ready = true; }
  toy::Answer run(std::uint64_t) {
    if (!std::exchange(ready, false)) throw std::runtime_error("not prepared");
    return to_be_given;
  }
  bool ready = false;
};

TEST_F(Trying, PreparesEachRunWhenTheLastOneIsForgotten) {
  const ContestantOf<toy::Workload, Prepared> with_care{"prepared"};
  const auto careful = with_care.set_up(problem, 1, nullptr);
  to_be_given = right(5);
  for (int run = 0; run < 2; ++run) {
    careful->forget();
    careful->run(5);
    EXPECT_EQ(careful->verify(), std::nullopt);
  }
  EXPECT_THROW(careful->run(5), std::runtime_error);
}

}  // namespace
