#include "runtimes/coro/sharded.hpp"

#include <gtest/gtest.h>

#include <array>
#include <latch>
#include <stdexcept>
#include <string>
#include <thread>

#include "runtimes/coro/socket.hpp"
#include "runtimes/os/tcp.hpp"
#include "tests/runtimes/coro/pollers.hpp"

namespace coro {
namespace {

using namespace std::chrono_literals;

class ShardedLoops : public test::OnEachPoller {};
INSTANTIATE_TEST_SUITE_P(On, ShardedLoops, test::each_poller(), test::poller_name);

Task<> note_thread(Loop& loop, std::thread::id& mine) {
  co_await loop.yield();
  mine = std::this_thread::get_id();
}

TEST_P(ShardedLoops, RunOnThreadsOfTheirOwnThatStay) {
  Sharded shards(3, GetParam());
  std::array<std::thread::id, 3> first, second;
  shards.run([&](Loop& loop, unsigned shard) { return note_thread(loop, first[shard]); });
  shards.run([&](Loop& loop, unsigned shard) { return note_thread(loop, second[shard]); });
  EXPECT_EQ(first, second);
  EXPECT_NE(first[0], first[1]);
  EXPECT_NE(first[1], first[2]);
  EXPECT_NE(first[0], std::this_thread::get_id());
}

Task<> wait_for_all(Loop& loop, std::latch& all_here) {
  co_await loop.yield();
  all_here.arrive_and_wait();
}

// Each shard holds its thread until all are there.
TEST_P(ShardedLoops, MayBeMoreThanThereAreCpus) {
  constexpr unsigned many = 64;
  std::latch all_here(many);
  Sharded shards(many, GetParam());
  shards.run([&](Loop& loop, unsigned) { return wait_for_all(loop, all_here); });
  EXPECT_TRUE(all_here.try_wait());
}

Task<> fail_or_sleep(Loop& loop, unsigned shard, std::array<bool, 3>& cancelled) {
  if (shard == 1) throw std::runtime_error("of shard 1");
  try {
    co_await loop.sleep_for(1h);
  } catch (const Cancelled&) {
    cancelled[shard] = true;
    throw;
  }
}

TEST_P(ShardedLoops, TheFirstExceptionCancelsTheOthersAndIsThrown) {
  Sharded shards(3, GetParam());
  for (int round = 0; round < 20; ++round) {  // the cancellation may come before the call
    std::array<bool, 3> cancelled{};
    const Sharded::Body body = [&](Loop& loop, unsigned shard) {
      return fail_or_sleep(loop, shard, cancelled);
    };
    EXPECT_THROW(shards.run(body), std::runtime_error);
    EXPECT_EQ(cancelled, (std::array{true, false, true}));
  }
}

Task<> idle_body() { co_return; }

TEST_P(ShardedLoops, GoOnAfterAFailure) {
  Sharded shards(2, GetParam());
  EXPECT_THROW(shards.run([](Loop&, unsigned) -> Task<> { throw std::logic_error("no task at all"); }),
               std::logic_error);
  std::array<bool, 2> ran{};
  shards.run([&](Loop&, unsigned shard) {
    ran[shard] = true;
    return idle_body();
  });
  EXPECT_EQ(ran, (std::array{true, true}));
}

TEST_P(ShardedLoops, WhatAPostedFunctionThrowsBetweenRunsIsThrownByTheNext) {
  Sharded shards(2, GetParam());
  shards.post(1, [] { throw std::runtime_error("posted"); });
  const Sharded::Body idle = [](Loop&, unsigned) { return idle_body(); };
  EXPECT_THROW(shards.run(idle), std::runtime_error);
  shards.run(idle);
}

// A token goes round the shards, by nothing but post.
struct Ring {
  Sharded& shards;
  int left;
  std::vector<Event> over = std::vector<Event>(shards.size());

  void pass(unsigned to) {
    shards.post(to, [this, to] {
      if (--left > 0) return pass((to + 1) % shards.size());
      for (unsigned i = 0; i < shards.size(); ++i) shards.post(i, [this, i] { over[i].set(); });
    });
  }
};

Task<> await_end(Ring& ring, unsigned shard) {
  if (shard == 0) ring.pass(1);
  co_await ring.over[shard].wait();
}

TEST_P(ShardedLoops, TalkByPosting) {
  Sharded shards(3, GetParam());
  Ring ring{shards, 3000};
  shards.run([&](Loop&, unsigned shard) { return await_end(ring, shard); });
  EXPECT_EQ(ring.left, 0);
}

Task<> echo(Socket& socket) {
  std::array<std::byte, 64> message;
  while (co_await socket.read_exactly(message)) co_await socket.write_all(message);
}

Task<> ask(Socket& socket, int messages, int& answered) {
  std::array<std::byte, 64> said{}, heard{};
  for (int i = 0; i < messages; ++i) {
    said.fill(static_cast<std::byte>(i));
    co_await socket.write_all(said);
    const bool whole = co_await socket.read_exactly(heard);
    answered += whole && heard == said;
  }
  socket.shutdown_write();
}

// Each shard is the client of one connection and the server of another, whose other end is its neighbour's.
Task<> talk_to_neighbour(Loop& loop, std::vector<os::Connection>& pairs, unsigned shard, int& answered) {
  Socket client(loop, std::move(pairs[shard].client));
  Socket server(loop, std::move(pairs[(shard + 1) % pairs.size()].server));
  Scope ends(loop);
  ends.spawn(echo(server));
  ends.spawn(ask(client, 500, answered));
  co_await ends.join();
}

TEST_P(ShardedLoops, CarryConnectionsBetweenThem) {
  Sharded shards(3, GetParam());
  auto pairs = os::connected_pairs(3);
  std::array<int, 3> answered{};
  shards.run(
      [&](Loop& loop, unsigned shard) { return talk_to_neighbour(loop, pairs, shard, answered[shard]); });
  EXPECT_EQ(answered, (std::array{500, 500, 500}));
}

}  // namespace
}  // namespace coro
