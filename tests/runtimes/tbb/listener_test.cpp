#include "runtimes/tbb/listener.hpp"

#include <gtest/gtest.h>
#include <oneapi/tbb/task_group.h>

#include <array>
#include <atomic>
#include <system_error>

#include "runtimes/os/tcp.hpp"
#include "runtimes/tbb/arena.hpp"

namespace {

class TbbListener : public testing::TestWithParam<unsigned> {
 protected:
  onetbb::Arena arena{GetParam()};
  onetbb::Reactor reactor;
  os::Listener listening = os::listen_loopback();
  onetbb::Listener listener{reactor, std::move(listening.socket)};
};
INSTANTIATE_TEST_SUITE_P(Workers, TbbListener, testing::Values(1u, 2u));

TEST_P(TbbListener, AcceptsWhoConnects) {
  constexpr int calls = 20;
  std::atomic<int> heard = 0;
  arena.execute([&] {
    tbb::task_group group;
    group.run([&] {
      for (int call = 0; call < calls; ++call) listener.accept().write_all(std::array{std::byte{42}});
    });
    group.run([&] {
      for (int call = 0; call < calls; ++call) {
        onetbb::Socket socket = onetbb::connect(reactor, listening.port);
        std::array<std::byte, 2> room{};
        heard += socket.read_some(room) == 1 && room[0] == std::byte{42} && socket.read_some(room) == 0;
      }
    });
    group.wait();
  });
  EXPECT_EQ(heard, calls);
}

TEST_P(TbbListener, AcceptEndsWhenItIsStopped) {
  arena.execute([&] {
    tbb::task_group group;
    group.run([&] { EXPECT_THROW(listener.accept(), std::system_error); });
    group.run([&] { listener.stop(); });
    group.wait();
    EXPECT_THROW(listener.accept(), std::system_error);
  });
}

TEST_P(TbbListener, WhereNobodyListensConnectThrows) {
  listener.stop();
  arena.execute([&] { EXPECT_THROW(onetbb::connect(reactor, listening.port), std::system_error); });
}

}  // namespace
