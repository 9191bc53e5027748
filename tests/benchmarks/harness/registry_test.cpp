#include <gmock/gmock.h>

#include <algorithm>
#include <stdexcept>

#include "benchmarks/harness/enter.hpp"
#include "tests/benchmarks/harness/toy.hpp"

namespace {

using namespace simul;
using testing::HasSubstr;
using testing::ThrowsMessage;

template <class Probe>
struct Idle {
  static constexpr auto lanes = Lanes::one;
  Idle(const toy::Parameters&, unsigned, Probe&) {}
  toy::Answer run(std::uint64_t) { return {}; }
};
using EnterIdle = Enter<toy::Workload, Idle>;

std::vector<std::string> names() {
  std::vector<std::string> all;
  for (const Contestant* c : contestants()) all.push_back(c->kind + '/' + c->workload + '/' + c->name);
  return all;
}

TEST(Registry, IsInTheOrderOfTheTables) {
  const auto all = names();
  const std::vector<std::string> known{"cpu/toy/sequential", "cpu/toy/floor", "cpu/toy/coro",
                                       "cpu/toy/coro_b",     "cpu/toy/uv",    "cpu/toy/threads",
                                       "cpu/toy/fork_pool",  "cpu/toy/asio",  "cpu/toy/liar",
                                       "cpu/toy/thrower"};
  EXPECT_EQ(all, known);
}

TEST(Registry, RefusesANameTwice) {
  const auto before = names();
  EXPECT_THAT([] { EnterIdle("coro"); },
              ThrowsMessage<std::logic_error>(HasSubstr("cpu/toy/coro is entered twice")));
  EXPECT_EQ(names(), before);
}

TEST(Registry, RefusesNamesThatNoPathCouldCarry) {
  const auto before = names();
  for (const char* name :
       {"", "Coro", "coro-b", "coro/b", "coro b", "1coro", "_coro", "coro:1", "kor\xc3\xb6"})
    EXPECT_THROW(EnterIdle{name}, std::logic_error) << name;
  EXPECT_EQ(names(), before);
}

TEST(Registry, TakesTheRuntimeFromTheName) {
  const auto entered = [](std::string_view name) {
    return *std::ranges::find(contestants(), name, [](const Contestant* c) { return c->name; });
  };
  EXPECT_EQ(entered("fork_pool")->runtime, "fork");
  EXPECT_EQ(entered("fork_pool")->lanes, Lanes::workers);
  EXPECT_EQ(entered("coro_b")->runtime, "coro");
  EXPECT_EQ(entered("coro")->runtime, "coro");
  EXPECT_EQ(entered("coro")->words.in_turn, "one task at a time");
}

}  // namespace
