// Every wait there is, cancelled while somebody waits: no frame, timer, descriptor or count may be left over.
#include <gtest/gtest.h>

#include <array>
#include <filesystem>
#include <functional>
#include <semaphore>
#include <string>

#include "runtimes/coro/async_generator.hpp"
#include "runtimes/coro/barrier.hpp"
#include "runtimes/coro/channel.hpp"
#include "runtimes/coro/event.hpp"
#include "runtimes/coro/gather.hpp"
#include "runtimes/coro/listener.hpp"
#include "runtimes/coro/loop.hpp"
#include "runtimes/coro/mutex.hpp"
#include "runtimes/coro/offload.hpp"
#include "runtimes/coro/race.hpp"
#include "runtimes/coro/scope.hpp"
#include "runtimes/coro/socket.hpp"
#include "runtimes/coro/timeout.hpp"
#include "runtimes/os/tcp.hpp"
#include "tests/runtimes/coro/counted.hpp"

namespace coro {
namespace {

using namespace std::chrono_literals;
using test::Counted;

auto open_descriptors() {
  return std::distance(std::filesystem::directory_iterator("/proc/self/fd"),
                       std::filesystem::directory_iterator());
}

// Listens with the shortest of queues, and keeps it full: who connects to it waits.
struct FullListener {
  FullListener() {
    for (os::Descriptor& filler : fillers) {
      filler = there.socket();
      ::connect(filler.get(), there.address(), there.size());
    }
  }
  os::Descriptor listening = Endpoint::tcp(0).listen(0);
  Endpoint there = Endpoint::of(listening);
  std::array<os::Descriptor, 4> fillers;
};

// What can be waited for in vain.
struct World {
  explicit World(Loop& on) : loop(on), near(on, std::move(pair.client)), listener(on, Endpoint::tcp(0)) {}

  Loop& loop;
  os::Connection pair = os::connected_pair();
  Socket near;
  Listener listener;
  FullListener full;
  Event never;
  Semaphore none{0};
  Barrier two{2};
  Channel<int> empty{1}, unbuffered{0};
  ThreadPool pool{1};
  std::binary_semaphore begun{0}, go{0};
  std::array<std::byte, 8> room{};
  std::vector<std::byte> much = std::vector<std::byte>(64 << 20);
};

Task<> sleep_long(World& w, Counted = {}) { co_await w.loop.sleep_for(1h); }
Task<> wait(World& w, Counted = {}) { co_await w.never.wait(); }
Task<> acquire(World& w, Counted = {}) { const auto permit = co_await w.none.scoped(); }
Task<> arrive(World& w, Counted = {}) { co_await w.two.arrive_and_wait(); }
Task<> pop(World& w, Counted = {}) { co_await w.empty.pop(); }
Task<> push(World& w, Counted = {}) { co_await w.unbuffered.push(1); }
Task<> join_queue(World& w, Counted = {}) {
  int item = 1;
  w.empty.try_push(item);
  co_await w.empty.join();
}
Task<> read_some(World& w, Counted = {}) { co_await w.near.read_some(w.room); }
Task<> read_exactly(World& w, Counted = {}) { co_await w.near.read_exactly(w.room); }
Task<> read_until(World& w, Counted = {}) { co_await w.near.read_until("\n"); }
Task<> write_all(World& w, Counted = {}) { co_await w.near.write_all(w.much); }
Task<> accept(World& w, Counted = {}) { co_await w.listener.accept(); }
Task<> connect_in_vain(World& w, Counted = {}) { co_await connect(w.loop, w.full.there); }
Task<> gather_two(World& w, Counted = {}) { co_await gather(sleep_long(w), wait(w)); }
Task<> race_two(World& w, Counted = {}) { co_await race(sleep_long(w), wait(w)); }
Task<> in_time(World& w, Counted = {}) { co_await with_timeout(wait(w), 1h); }

AsyncGenerator<int> never_yields(World& w, Counted = {}) {
  co_await w.never.wait();
  co_yield 1;
}
Task<> next(World& w, Counted = {}) {
  auto source = never_yields(w);
  co_await source.next();
}

// The pool's thread is busy, so that the second job waits in its queue.
Task<> block_thread(World& w) {
  co_await offload(w.pool, [&w] {
    w.begun.release();
    w.go.acquire();
  });
}
Task<> offload_queued(World& w, Counted = {}) {
  Scope blocking(w.loop);
  blocking.spawn(block_thread(w));
  co_await w.loop.yield();
  w.begun.acquire();
  bool cancelled = false;
  try {
    co_await offload(w.pool, [] { FAIL() << "was taken back"; });
  } catch (const Cancelled&) {
    cancelled = true;
  }
  w.go.release();
  co_await blocking.join();
  if (cancelled) throw Cancelled();
}
Task<> offload_running(World& w, Counted = {}) {
  co_await offload(w.pool, [&w](const std::stop_token& stop) {
    w.begun.release();
    while (!stop.stop_requested()) std::this_thread::yield();
  });
  co_await w.loop.sleep_for(1h);  // the request stands
}

struct Case {
  std::string name;
  Task<> (*wait)(World&, Counted);
};
void PrintTo(const Case& tested, std::ostream* out) { *out << tested.name; }

Task<> cancel_while_it_waits(Loop& loop, Task<> (*waiting)(World&, Counted), bool& returned) {
  World world(loop);
  Scope scope(loop);
  scope.spawn(waiting(world, {}));
  co_await loop.sleep_for(1ms);  // so that the poller has been asked
  EXPECT_GT(Counted::active, 0) << "nothing that waits to cancel";
  if (waiting == &offload_running) world.begun.acquire();
  scope.cancel();
  co_await scope.join();
  returned = true;
}

class CancelledWait : public testing::TestWithParam<Case> {};

TEST_P(CancelledWait, LeavesNothingBehind) {
  const auto descriptors = open_descriptors();
  {
    Loop loop;
    bool returned = false;
    loop.run(cancel_while_it_waits(loop, GetParam().wait, returned));
    EXPECT_TRUE(returned);
    EXPECT_TRUE(loop.timers().empty());
    EXPECT_EQ(loop.outside(), 0u);
  }
  EXPECT_EQ(Counted::active, 0);
  EXPECT_EQ(open_descriptors(), descriptors);
}

INSTANTIATE_TEST_SUITE_P(Every, CancelledWait,
                         testing::Values(Case{"Sleep", sleep_long}, Case{"Event", wait},
                                         Case{"Semaphore", acquire}, Case{"Barrier", arrive},
                                         Case{"Pop", pop}, Case{"Push", push},
                                         Case{"JoinOfQueue", join_queue}, Case{"ReadSome", read_some},
                                         Case{"ReadExactly", read_exactly}, Case{"ReadUntil", read_until},
                                         Case{"WriteAll", write_all}, Case{"Accept", accept},
                                         Case{"Connect", connect_in_vain}, Case{"Gather", gather_two},
                                         Case{"Race", race_two}, Case{"Timeout", in_time},
                                         Case{"Generator", next}, Case{"OffloadInTheQueue", offload_queued},
                                         Case{"OffloadThatRuns", offload_running}),
                         [](const auto& tested) { return tested.param.name; });

}  // namespace
}  // namespace coro
