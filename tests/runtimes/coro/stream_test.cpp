// Listening, connecting, talking and half-closing, over TCP and over Unix sockets.
#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <string>
#include <string_view>
#include <system_error>

#include "runtimes/coro/gather.hpp"
#include "runtimes/coro/listener.hpp"
#include "runtimes/coro/scope.hpp"
#include "runtimes/coro/socket.hpp"
#include "runtimes/os/tcp.hpp"
#include "tests/runtimes/coro/counted.hpp"
#include "tests/runtimes/coro/pollers.hpp"

namespace coro {
namespace {

std::span<const std::byte> bytes_of(std::string_view text) { return std::as_bytes(std::span(text)); }

Task<std::string> read_to_end(Socket& socket) {
  std::string text;
  std::array<std::byte, 100> room;
  while (const std::size_t got = co_await socket.read_some(room))
    text.append(reinterpret_cast<const char*>(room.data()), got);
  co_return text;
}

Task<> serve_once(Loop& loop, Listener& listener) {
  Socket peer(loop, co_await listener.accept());
  const std::string request = co_await read_to_end(peer);
  co_await peer.write_all(bytes_of("you said " + request));
}

Task<std::string> ask(Loop& loop, Endpoint endpoint) {
  Socket server(loop, co_await connect(loop, endpoint));
  co_await server.write_all(bytes_of("hello"));
  server.shutdown_write();
  co_return co_await read_to_end(server);
}

Task<std::string> talk(Loop& loop, Endpoint endpoint) {
  Listener listener(loop, endpoint);
  auto [none, answer] = co_await gather(serve_once(loop, listener), ask(loop, listener.endpoint()));
  co_return answer;
}

class Streams : public test::OnEachPoller {};
INSTANTIATE_TEST_SUITE_P(On, Streams, test::each_poller(), test::poller_name);

TEST_P(Streams, TalksOverTcpAndHalfCloses) {
  Loop loop(GetParam());
  EXPECT_EQ(loop.run(talk(loop, Endpoint::tcp(0))), "you said hello");
}

TEST_P(Streams, TalksOverAUnixSocket) {
  Loop loop(GetParam());
  const std::string path = testing::TempDir() + "coro_stream_" + std::to_string(::getpid());
  EXPECT_EQ(loop.run(talk(loop, Endpoint::unix_path(path))), "you said hello");
  ::unlink(path.c_str());
}

Task<os::Descriptor> connect_to(Loop& loop, Endpoint endpoint) { co_return co_await connect(loop, endpoint); }

TEST_P(Streams, ConnectThrowsWhenNobodyListens) {
  Loop loop(GetParam());
  const auto endpoint = Endpoint::of(Endpoint::tcp(0).listen());
  EXPECT_THROW(loop.run(connect_to(loop, endpoint)), std::system_error);
  EXPECT_THROW(loop.run(connect_to(loop, Endpoint::unix_path("/nowhere/at/all"))), std::system_error);
}

TEST_P(Streams, EndpointsRefuseNonsense) {
  EXPECT_THROW(Endpoint::tcp(1, "not an address"), std::system_error);
  EXPECT_THROW(Endpoint::unix_path(std::string(200, 'x')), std::system_error);
}

Task<> accept_one(Listener& listener, bool& cancelled, test::Counted = {}) {
  try {
    co_await listener.accept();
  } catch (const Cancelled&) {
    cancelled = true;
  }
}

Task<> cancel_accept(Loop& loop, bool& cancelled) {
  Listener listener(loop, Endpoint::tcp(0));
  Scope scope(loop);
  scope.spawn(accept_one(listener, cancelled));
  co_await loop.yield();
  scope.cancel();
  co_await scope.join();
}

TEST_P(Streams, AcceptCanBeCancelled) {
  Loop loop(GetParam());
  bool cancelled = false;
  loop.run(cancel_accept(loop, cancelled));
  EXPECT_TRUE(cancelled);
  EXPECT_EQ(test::Counted::active, 0);
}

}  // namespace
}  // namespace coro
