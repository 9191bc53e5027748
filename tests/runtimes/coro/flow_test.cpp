// What only io_uring can get wrong: a flow that nobody drinks from, operations that the kernel still has when they are
// cancelled, descriptors that it still holds when they are closed.
#include <gtest/gtest.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <deque>
#include <random>
#include <string>
#include <vector>

#include "runtimes/coro/awaitable.hpp"
#include "runtimes/coro/listener.hpp"
#include "runtimes/coro/scope.hpp"
#include "runtimes/coro/socket.hpp"
#include "runtimes/coro/timeout.hpp"
#include "runtimes/os/tcp.hpp"
#include "tests/runtimes/coro/counted.hpp"
#include "tests/runtimes/coro/pollers.hpp"

namespace coro {
namespace {

using namespace std::chrono_literals;

// On epoll too: what they promise is no poller's business.
class Flow : public test::OnEachPoller {
 protected:
  Loop loop_{GetParam()};
};
INSTANTIATE_TEST_SUITE_P(On, Flow, test::each_poller(), test::poller_name);

std::vector<std::byte> pattern(std::size_t size) {
  std::vector<std::byte> bytes(size);
  for (std::size_t i = 0; i < size; ++i) bytes[i] = static_cast<std::byte>(i * 7 + i / 251);
  return bytes;
}

Task<> write(Socket& socket, const std::vector<std::byte>& bytes, bool& written) {
  co_await socket.write_all(bytes);
  written = true;
}

Task<> read_late(Loop& loop, std::vector<Socket*> sockets, const std::vector<std::byte>& bytes,
                 const bool& one_written) {
  co_await loop.sleep_for(200ms);  // enough for all of it, if nothing held it back
  EXPECT_FALSE(one_written) << "the peers have to wait for the reader";
  for (Socket* socket : sockets) {
    std::vector<std::byte> received(bytes.size());
    const bool whole = co_await socket->read_exactly(received);
    EXPECT_TRUE(whole);
    EXPECT_TRUE(received == bytes);
  }
}

Task<> flood(Loop& loop, int connections) {
  const auto bytes = pattern(16 << 20);
  std::deque<Socket> sockets;
  std::vector<Socket*> readers;
  bool written = false;
  Scope scope(loop);
  for (auto& pair : os::connected_pairs(static_cast<std::size_t>(connections))) {
    scope.spawn(write(sockets.emplace_back(loop, std::move(pair.client)), bytes, written));
    readers.push_back(&sockets.emplace_back(loop, std::move(pair.server)));
  }
  scope.spawn(read_late(loop, readers, bytes, written));
  co_await scope.join();
}

TEST_P(Flow, IsHeldBackByAReaderThatIsLateAndLosesNothing) { loop_.run(flood(loop_, 2)); }

// All at once: more pieces than io_uring has buffers.
Task<> greet(Socket& socket) {
  std::array<std::byte, 100> hello{};
  co_await socket.write_all(hello);
}
Task<> be_greeted(Socket& socket, int& greeted) {
  std::array<std::byte, 100> hello;
  greeted += co_await socket.read_exactly(hello);
}
Task<> greet_all(Loop& loop, std::size_t connections, int& greeted) {
  std::deque<Socket> sockets;
  Scope scope(loop);
  for (auto& pair : os::connected_pairs(connections)) {
    scope.spawn(greet(sockets.emplace_back(loop, std::move(pair.client))));
    scope.spawn(be_greeted(sockets.emplace_back(loop, std::move(pair.server)), greeted));
  }
  co_await scope.join();
}

TEST_P(Flow, OfMoreConnectionsThanThereAreBuffersReachesAll) {
  int greeted = 0;
  for (int round = 0; round < 3; ++round) loop_.run(greet_all(loop_, 400, greeted));
  EXPECT_EQ(greeted, 1200);
}

Task<std::string> read_some(Socket& socket) {
  std::string text(1000, '\0');
  text.resize(co_await socket.read_some(std::as_writable_bytes(std::span(text))));
  co_return text;
}

Task<> read_and_close(Loop& loop, os::Descriptor descriptor, std::string& text) {
  Socket socket(loop, std::move(descriptor));
  text = co_await read_some(socket);
}

TEST_P(Flow, OfASocketThatIsClosedLeavesNothingBehind) {
  os::Connection pair = os::connected_pair();
  ASSERT_EQ(::send(pair.server.get(), "hello", 5, 0), 5);
  std::string text;
  loop_.run(read_and_close(loop_, std::move(pair.client), text));
  EXPECT_EQ(text, "hello");
  char end;
  EXPECT_EQ(::recv(pair.server.get(), &end, 1, 0), 0)
      << "the peer sees the end at once, while the loop rests";
}

// Readers and writers that are cancelled at random, over and over: every byte comes once, in its order. Only reads
// are cut off, for a write that is cancelled may have sent a part.
Task<> read_hastily(Socket& socket, const std::vector<std::byte>& bytes, std::mt19937& random,
                    std::size_t& cut_off) {
  std::vector<std::byte> received;
  std::array<std::byte, 700> room;
  while (received.size() < bytes.size()) {
    const std::size_t size =
        std::min<std::size_t>(1 + random() % room.size(), bytes.size() - received.size());
    const auto wanted = std::span(room).first(size);
    try {
      co_await with_timeout(as_task([&] { return socket.read_exactly(wanted); }),
                            std::chrono::nanoseconds(random() % 20'000));
      received.insert(received.end(), wanted.begin(), wanted.end());
    } catch (const TimedOut&) {
      ++cut_off;
    }
  }
  EXPECT_TRUE(received == bytes);
}

Task<> write_slowly(Loop& loop, Socket& socket, const std::vector<std::byte>& bytes, std::mt19937& random) {
  for (std::size_t at = 0; at < bytes.size();) {
    const auto piece =
        std::span(bytes).subspan(at, std::min<std::size_t>(1 + random() % 900, bytes.size() - at));
    co_await socket.write_all(piece);
    at += piece.size();
    if (random() % 2) co_await loop.sleep_for(std::chrono::nanoseconds(random() % 20'000));
  }
}

Task<> haste(Loop& loop, std::mt19937& random, std::size_t& cut_off) {
  const auto bytes = pattern(50'000);
  std::deque<Socket> sockets;
  Scope scope(loop);
  for (auto& pair : os::connected_pairs(4)) {
    scope.spawn(write_slowly(loop, sockets.emplace_back(loop, std::move(pair.client)), bytes, random));
    scope.spawn(read_hastily(sockets.emplace_back(loop, std::move(pair.server)), bytes, random, cut_off));
  }
  co_await scope.join();
}

TEST_P(Flow, SurvivesReadsThatAreCutOffAtRandom) {
  std::mt19937 random(444);
  std::size_t cut_off = 0;
  loop_.run(haste(loop_, random, cut_off));
  EXPECT_GT(cut_off, 10u);
}

// Cut off in the middle of a long write: the kernel must have let go of the bytes, which end here, and what was sent is
// the beginning of them.
Task<std::size_t> write_in_vain(Loop& loop, Socket& socket) {
  const auto bytes = pattern(32 << 20);
  bool written = false;
  Scope scope(loop);
  scope.spawn(write(socket, bytes, written));
  co_await loop.sleep_for(5ms);
  scope.cancel();
  co_await scope.join();
  EXPECT_FALSE(written);
  co_return bytes.size();
}

TEST_P(Flow, AWriteThatIsCutOffHasSentABeginning) {
  os::Connection pair = os::connected_pair();
  std::size_t size = 0;
  {
    Socket near(loop_, std::move(pair.client));
    size = loop_.run(write_in_vain(loop_, near));
  }
  std::vector<std::byte> sent(size), room(1 << 16);
  std::size_t come = 0;
  for (ssize_t got = 1; got > 0; come += static_cast<std::size_t>(got)) {
    got = ::recv(pair.server.get(), sent.data() + come, sent.size() - come, 0);
    ASSERT_GE(got, 0);
  }
  EXPECT_GT(come, 0u);
  EXPECT_LT(come, size);
  sent.resize(come);
  EXPECT_TRUE(sent == pattern(come));
}

Task<> accept_and_count(Listener& listener, int& accepted, int wanted) {
  for (; accepted < wanted; ++accepted) co_await listener.accept();
}

Task<> accept_in_two_parts(Loop& loop, Listener& listener, std::vector<os::Descriptor>& clients,
                           int& accepted) {
  const int all = 200;
  for (int i = 0; i < all; ++i) clients.push_back(os::connect_loopback(listener.endpoint().port()));
  co_await accept_and_count(listener, accepted, 10);
  co_await loop.sleep_for(5ms);  // the kernel goes on meanwhile, as far as there is room
  Scope scope(loop);
  scope.spawn(accept_and_count(listener, accepted, all));
  co_await scope.join();
}

TEST_P(Flow, OfConnectionsIsAcceptedWheneverItIsAskedFor) {
  Listener listener(loop_, Endpoint::tcp(0));
  std::vector<os::Descriptor> clients;
  int accepted = 0;
  loop_.run(accept_in_two_parts(loop_, listener, clients, accepted));
  EXPECT_EQ(accepted, 200);
}

}  // namespace
}  // namespace coro
