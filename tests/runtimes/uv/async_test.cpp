#include "runtimes/uv/async.hpp"

#include <gtest/gtest.h>

#include <stdexcept>
#include <thread>

namespace {

struct Listener {
  void on_signal() {
    ++signals;
    heard_on = std::this_thread::get_id();
    async.close();
  }
  uv::Async async;
  int signals = 0;
  std::thread::id heard_on{};
};

TEST(UvAsync, CallsBackOnTheLoopsThread) {
  Listener listener;
  uv::Loop loop;
  listener.async.open<&Listener::on_signal>(loop, listener);
  const std::jthread other([&] { listener.async.send(); });
  loop.run();  // which would not return while the handle is open
  EXPECT_EQ(listener.signals, 1);
  EXPECT_EQ(listener.heard_on, std::this_thread::get_id());
}

TEST(UvAsync, TakesSignalsThatCameTogetherForOne) {
  Listener listener;
  uv::Loop loop;
  listener.async.open<&Listener::on_signal>(loop, listener);
  for (int i = 0; i < 3; ++i) listener.async.send();
  loop.run();
  EXPECT_EQ(listener.signals, 1);
}

TEST(UvAsync, MayBeOpenedAgain) {
  Listener listener;
  uv::Loop loop;
  for (int round = 1; round <= 2; ++round) {
    listener.async.open<&Listener::on_signal>(loop, listener);
    listener.async.send();
    loop.run();
    EXPECT_EQ(listener.signals, round);
  }
}

TEST(UvAsync, LetsAnExceptionLeaveTheLoop) {
  struct Thrower {
    void on_signal() { throw std::runtime_error("heard"); }
    uv::Async async;
  } thrower;
  uv::Loop loop;
  thrower.async.open<&Thrower::on_signal>(loop, thrower);
  thrower.async.send();
  EXPECT_THROW(loop.run(), std::runtime_error);
}

}  // namespace
