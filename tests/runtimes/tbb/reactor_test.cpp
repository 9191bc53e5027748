#include "runtimes/tbb/reactor.hpp"

#include <gtest/gtest.h>
#include <oneapi/tbb/task_group.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <system_error>

#include "runtimes/os/pipe.hpp"
#include "runtimes/tbb/arena.hpp"

namespace {

class TbbReactor : public testing::TestWithParam<unsigned> {
 protected:
  onetbb::Arena arena{GetParam()};
  onetbb::Reactor reactor;
};
INSTANTIATE_TEST_SUITE_P(Workers, TbbReactor, testing::Values(1u, 2u));

TEST_P(TbbReactor, ATaskWaitsUntilItsDescriptorIsReadable) {
  auto [read_end, write_end] = os::make_pipe();
  onetbb::Watch reading(reactor, read_end.get());
  std::atomic<bool> written = false;
  arena.execute([&] {
    tbb::task_group group;
    group.run([&] {
      group.run([&] {
        written = true;
        EXPECT_EQ(::write(write_end.get(), "x", 1), 1);
      });
      reading.readable();
      EXPECT_TRUE(written);
    });
    group.wait();
  });
}

TEST_P(TbbReactor, ADescriptorThatIsReadyAlreadyWakesEveryTime) {
  auto [read_end, write_end] = os::make_pipe();
  onetbb::Watch writing(reactor, write_end.get());
  arena.execute([&] {
    for (int i = 0; i < 3; ++i) writing.writable();
  });
}

TEST_P(TbbReactor, TheEndOfThePeerCountsAsReady) {
  auto [read_end, write_end] = os::make_pipe();
  onetbb::Watch reading(reactor, read_end.get());
  write_end.close();
  char byte;
  arena.execute([&] { reading.readable(); });
  EXPECT_EQ(::read(read_end.get(), &byte, 1), 0);
}

TEST_P(TbbReactor, AFailureBeforeTheFirstWaitIsNotLost) {
  auto [read_end, write_end] = os::make_pipe();
  write_end.close();
  onetbb::Watch broken(reactor, read_end.get());  // fails at once, while nobody waits
  auto [other_read_end, other_write_end] = os::make_pipe();
  onetbb::Watch writing(reactor, other_write_end.get());
  arena.execute([&] {
    writing.writable();  // by now the reactor has seen the failure
    broken.readable();
  });
}

// Each pipe's reader wakes the next one: all tasks wait at once, on at most two threads.
TEST_P(TbbReactor, MoreTasksThanWorkersWaitAtOnce) {
  std::array<os::Pipe, 100> pipes;
  for (auto& pipe : pipes) pipe = os::make_pipe();
  std::atomic<int> woke = 0;
  arena.execute([&] {
    tbb::task_group group;
    for (std::size_t i = 0; i < pipes.size(); ++i) {
      group.run([&, i] {
        onetbb::Watch(reactor, pipes[i].read_end.get()).readable();
        ++woke;
        if (i == 0) return;
        EXPECT_EQ(::write(pipes[i - 1].write_end.get(), "x", 1), 1);
      });
    }
    EXPECT_EQ(::write(pipes.back().write_end.get(), "x", 1), 1);
    group.wait();
  });
  EXPECT_EQ(woke, static_cast<int>(pipes.size()));
}

TEST_P(TbbReactor, ABadDescriptorIsAnError) { EXPECT_THROW(onetbb::Watch(reactor, -1), std::system_error); }

}  // namespace
