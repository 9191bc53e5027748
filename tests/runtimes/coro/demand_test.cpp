#include "runtimes/coro/demand.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <vector>

#include "runtimes/coro/event.hpp"
#include "runtimes/coro/loop.hpp"
#include "runtimes/os/tcp.hpp"
#include "tests/runtimes/coro/pollers.hpp"
#include "tests/runtimes/coro/wait_for.hpp"

namespace coro {
namespace {

using test::wait_for;

// Gives numbers as long as any is wanted.
struct Counting : Giver {
  void more_wanted() override {
    most_wanted = std::max(most_wanted, wanted());
    while (eager && wanted() > 0) give_one();
    if (wanted() == 4) four_wanted.set();
  }
  void connection_lost(std::error_code) override { lost.set(); }
  void give_one() {
    const std::array number{static_cast<std::byte>(given++)};
    give(number);
  }
  bool eager = true;
  std::size_t given = 0, most_wanted = 0;
  Event four_wanted, lost;
};

// Takes `enough`, wanting another one for each until then.
struct Collecting : Taker {
  Collecting(std::size_t at_first, std::size_t wants) : Taker(at_first), enough(wants) {}
  void message_received(std::span<const std::byte> message) override {
    taken.push_back(std::to_integer<std::size_t>(message[0]));
    if (taken.size() == enough) return all_there.set();
    if (greedy) want();
  }
  void leave() { transport().close(); }
  std::size_t enough;
  bool greedy = true;
  std::vector<std::size_t> taken;
  Event all_there;
};

class Demand : public test::OnEachPoller {
 protected:
  Loop loop_{GetParam()};
  os::Connection pair_ = os::connected_pair();
  Counting giver_;
};
INSTANTIATE_TEST_SUITE_P(On, Demand, test::each_poller(), test::poller_name);

TEST_P(Demand, GivesWhatIsWantedAtFirstAndNoMore) {
  Collecting taker(3, 3);
  taker.greedy = false;
  Transport giving(loop_, std::move(pair_.client), giver_), taking(loop_, std::move(pair_.server), taker);
  loop_.run(wait_for(taker.all_there));
  EXPECT_EQ(taker.taken, (std::vector<std::size_t>{0, 1, 2}));
  EXPECT_EQ(giver_.given, 3u);
  EXPECT_EQ(giver_.wanted(), 0u);
}

TEST_P(Demand, OneTakenIsOneMoreWanted) {
  Collecting taker(4, 100);
  Transport giving(loop_, std::move(pair_.client), giver_), taking(loop_, std::move(pair_.server), taker);
  loop_.run(wait_for(taker.all_there));
  EXPECT_EQ(taker.taken.size(), 100u);
  EXPECT_LE(giver_.given, 104u);
}

TEST_P(Demand, WhatIsNotGivenAtOnceIsStillWanted) {
  giver_.eager = false;
  Collecting taker(4, 1);
  Transport giving(loop_, std::move(pair_.client), giver_), taking(loop_, std::move(pair_.server), taker);
  loop_.run(wait_for(giver_.four_wanted));
  giver_.give_one();
  loop_.run(wait_for(taker.all_there));
  EXPECT_EQ(giver_.most_wanted, 4u);
  EXPECT_EQ(giver_.wanted(), 3u);
}

TEST_P(Demand, ATakerThatLeavesIsHeardOf) {
  Collecting taker(4, 2);
  Transport giving(loop_, std::move(pair_.client), giver_), taking(loop_, std::move(pair_.server), taker);
  loop_.run(wait_for(taker.all_there));
  taker.leave();
  loop_.run(wait_for(giver_.lost));
  EXPECT_GE(taker.taken.size(), 2u);
}

}  // namespace
}  // namespace coro
