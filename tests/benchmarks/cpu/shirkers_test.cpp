// Contestants that do less than they should, or not what they say, run as the harness runs all: none gets
// through. Those of cpu/uts are in its own test, for it is not built everywhere.
#include <gmock/gmock.h>

#include <optional>

#include "benchmarks/cpu/fib/workload.hpp"
#include "benchmarks/cpu/nqueens/workload.hpp"
#include "benchmarks/cpu/skynet/workload.hpp"
#include "benchmarks/harness/enter.hpp"

namespace {

// What a contestant is but for its run().
template <class Workload>
struct Shirker {
  static constexpr auto lanes = simul::Lanes::one;
  using Parameters = typename Workload::Parameters;

  Shirker(const Parameters& parameters, unsigned, simul::Silent&) : p(parameters) {}
  const Parameters& p;
};

// Why the second of two runs was rejected, if it was: whoever hands in old answers has to have one.
template <class Workload, class C>
std::optional<std::string> rejected(const typename Workload::Parameters& p) {
  simul::TrialOf<Workload, C> trial(p, 1);
  for (const std::uint64_t nonce : {444U, 445U}) {
    trial.forget();
    trial.run(nonce);
  }
  return trial.verify();
}

struct OfFib : Shirker<fib::Workload> {
  using Shirker::Shirker;
};

// fib(2) is a sum that everybody knows.
struct LeafTooSoon : OfFib {
  using OfFib::OfFib;
  static fib::Sum call(std::int64_t n, std::uint64_t nonce) {
    if (n < 2) return fib::leaf(n, nonce);
    if (n == 2) return {1 + 2 * nonce, 1};
    return joined(call(n - 1, nonce), call(n - 2, nonce));
  }
  fib::Answer run(std::uint64_t nonce) {
    const fib::Sum sum = call(p.n, nonce);
    return {sum, sum.calls};
  }
};

// fib(n - 2) was known when fib(n - 1) was.
struct CallsOnce : OfFib {
  using OfFib::OfFib;
  fib::Answer run(std::uint64_t nonce) {
    fib::Sum before = fib::leaf(0, nonce), last = fib::leaf(1, nonce);
    for (std::int64_t n = 2; n <= p.n; ++n) before = std::exchange(last, joined(last, before));
    return {{last.number, p.n}, p.n};
  }
};

// A unit for all but the leaves, which are half of the calls, and a claim to have made one for each.
struct CutsOffLeaves : OfFib {
  using OfFib::OfFib;
  static fib::Answer call(std::int64_t n, std::uint64_t nonce) {
    if (n < 2) return {fib::leaf(n, nonce), 0};
    return joined(call(n - 1, nonce), call(n - 2, nonce));
  }
  fib::Answer run(std::uint64_t nonce) { return call(p.n, nonce); }
};

struct RemembersFib : OfFib {
  using OfFib::OfFib;
  fib::Answer run(std::uint64_t nonce) {
    if (!known) known = {fib::call(p.n, nonce), p.calls()};
    return *known;
  }
  std::optional<fib::Answer> known;
};

TEST(Shirkers, OfFibAreRejected) {
  const fib::Parameters p = fib::Workload::of(12);
  using fib::Workload;
  EXPECT_THAT((rejected<Workload, LeafTooSoon>(p)).value(), testing::HasSubstr("calls were made, not 465"));
  EXPECT_EQ((rejected<Workload, CallsOnce>(p)), "12 calls were made, not 465");
  EXPECT_THAT((rejected<Workload, CutsOffLeaves>(p)).value(),
              testing::StartsWith("232 units were made, and not one per call"));
  EXPECT_THAT((rejected<Workload, RemembersFib>(p)).value(), testing::StartsWith("the number is "));
}

struct OfNQueens : Shirker<nqueens::Workload> {
  using Shirker::Shirker;
  nqueens::Tally found(std::uint64_t nonce, std::size_t task) const {
    return search(p, placements(p)[task], nonce, task);
  }
};

// What the first queen finds on the left she finds on the right.
struct SearchesHalf : OfNQueens {
  using OfNQueens::OfNQueens;
  nqueens::Tally run(std::uint64_t nonce) {
    nqueens::Tally all;
    for (std::size_t task = 0; task < nqueens::Workload::tasks(p) / 2; ++task) all += found(nonce, task);
    return all += all;
  }
};

struct SkipsAPlacement : OfNQueens {
  using OfNQueens::OfNQueens;
  nqueens::Tally run(std::uint64_t nonce) {
    nqueens::Tally all;
    for (std::size_t task = 1; task < nqueens::Workload::tasks(p); ++task) all += found(nonce, task);
    return all;
  }
};

TEST(Shirkers, OfNQueensAreRejected) {
  const nqueens::Parameters p{.queens = 8, .rows_placed = 1};
  using nqueens::Workload;
  EXPECT_EQ((rejected<Workload, SearchesHalf>(p)), "the tasks are not those of this run, each done once");
  EXPECT_EQ((rejected<Workload, SkipsAPlacement>(p)), "7 tasks were done, not 8");
}

struct OfSkynet : Shirker<skynet::Workload> {
  using Shirker::Shirker;
};

// Ten leaves in a row are an arithmetic series.
struct SumsLeavesWithoutThem : OfSkynet {
  using OfSkynet::OfSkynet;
  static skynet::Sum sum(skynet::Node node) {
    if (node.leaves == 10) return {10 * node.first + 45, 1};
    skynet::Parts parts;
    for (unsigned i = 0; i < skynet::fan_out; ++i) parts[i] = sum(node.child(i));
    return total(parts);
  }
  skynet::Sum run(std::uint64_t nonce) { return sum(root(p, nonce)); }
};

struct SumsOneChildTwice : OfSkynet {
  using OfSkynet::OfSkynet;
  skynet::Sum run(std::uint64_t nonce) {
    skynet::Parts parts;
    for (unsigned i = 0; i < skynet::fan_out; ++i) parts[i] = add_up(root(p, nonce).child(i < 9 ? i : 8));
    return total(parts);
  }
};

struct RemembersSkynet : OfSkynet {
  using OfSkynet::OfSkynet;
  skynet::Sum run(std::uint64_t nonce) {
    if (!known) known = add_up(root(p, nonce));
    return *known;
  }
  std::optional<skynet::Sum> known;
};

TEST(Shirkers, OfSkynetAreRejected) {
  const skynet::Parameters p{1'000};
  using skynet::Workload;
  EXPECT_EQ((rejected<Workload, SumsLeavesWithoutThem>(p)), "111 nodes answered, not 1111");
  EXPECT_EQ((rejected<Workload, SumsOneChildTwice>(p)), "the sum is 489500, not 499500");
  EXPECT_EQ((rejected<Workload, RemembersSkynet>(p)), "the sum is 498500, not 499500");
}

}  // namespace
