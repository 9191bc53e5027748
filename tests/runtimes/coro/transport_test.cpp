#include "runtimes/coro/transport.hpp"

#include <gtest/gtest.h>
#include <sys/socket.h>

#include <algorithm>
#include <string>
#include <vector>

#include "runtimes/coro/event.hpp"
#include "runtimes/coro/framing.hpp"
#include "runtimes/coro/loop.hpp"
#include "runtimes/os/tcp.hpp"
#include "tests/runtimes/coro/pollers.hpp"
#include "tests/runtimes/coro/wait_for.hpp"

namespace coro {
namespace {

using test::wait_for;

std::span<const std::byte> bytes_of(std::string_view text) { return std::as_bytes(std::span(text)); }

struct Recorder : Protocol {
  void connection_made(Transport&) override { log += "made "; }
  void data_received(std::span<const std::byte> bytes) override {
    received += bytes.size();
    if (bytes.size() < 20) log.append(reinterpret_cast<const char*>(bytes.data()), bytes.size()).append(" ");
  }
  bool eof_received() override {
    log += "eof ";
    return keep_open;
  }
  void connection_lost(std::error_code reason) override {
    log += reason ? "broken" : "closed";
    lost.set();
  }
  void pause_writing() override { ++pauses; }
  void resume_writing() override { resumed.set(); }

  std::string log;
  std::size_t received = 0;
  int pauses = 0;
  bool keep_open = false;
  Event resumed, lost;
};

class TransportPair : public test::OnEachPoller {
 protected:
  Loop loop_{GetParam()};
  os::Connection pair_ = os::connected_pair();
  Recorder near_, far_;
};

INSTANTIATE_TEST_SUITE_P(On, TransportPair, test::each_poller(), test::poller_name);

TEST_P(TransportPair, GoesThroughItsLifeInOrder) {
  Transport near(loop_, std::move(pair_.client), near_);
  Transport far(loop_, std::move(pair_.server), far_);
  near.write(bytes_of("hello"));
  near.close();
  loop_.run(wait_for(far_.lost));
  loop_.run(wait_for(near_.lost));
  EXPECT_EQ(far_.log, "made hello eof closed");
  EXPECT_EQ(near_.log, "made closed");
}

TEST_P(TransportPair, MayWriteOnAfterTheEndOfInput) {
  far_.keep_open = true;
  Transport near(loop_, std::move(pair_.client), near_);
  Transport far(loop_, std::move(pair_.server), far_);
  near.write_eof();
  auto answer = loop_.call_later(std::chrono::milliseconds(1), [&] {
    far.write(bytes_of("answer"));
    far.close();
  });
  loop_.run(wait_for(near_.lost));
  EXPECT_EQ(near_.log, "made answer eof closed");
}

TEST_P(TransportPair, PausesAndResumesTheWriterAndLosesNothing) {
  Transport near(loop_, std::move(pair_.client), near_);
  Transport far(loop_, std::move(pair_.server), far_);
  const std::vector<std::byte> much(32 << 20);
  near.write(much);
  EXPECT_GT(near.write_buffer_size(), 0u);
  loop_.run(wait_for(near_.resumed));
  EXPECT_EQ(near_.pauses, 1);
  near.close();
  loop_.run(wait_for(far_.lost));
  EXPECT_EQ(far_.received, much.size());
}

TEST_P(TransportPair, ReadsNothingWhilePaused) {
  Transport near(loop_, std::move(pair_.client), near_);
  Transport far(loop_, std::move(pair_.server), far_);
  far.pause_reading();
  near.write(bytes_of("wait"));
  std::size_t while_paused = 1;
  auto resume = loop_.call_later(std::chrono::milliseconds(2), [&] {
    while_paused = far_.received;
    far.resume_reading();
    near.close();
  });
  loop_.run(wait_for(far_.lost));
  EXPECT_EQ(while_paused, 0u);
  EXPECT_EQ(far_.received, 4u);
}

TEST_P(TransportPair, AbortDropsWhatIsUnsent) {
  Transport near(loop_, std::move(pair_.client), near_);
  near.write(std::vector<std::byte>(32 << 20));
  near.abort();
  near.abort();
  loop_.run(wait_for(near_.lost));
  EXPECT_EQ(near_.log, "made closed");
  EXPECT_EQ(near.write_buffer_size(), 0u);
}

TEST_P(TransportPair, TellsWhenThePeerResets) {
  Transport near(loop_, std::move(pair_.client), near_);
  const linger abort{.l_onoff = 1, .l_linger = 0};
  ::setsockopt(pair_.server.get(), SOL_SOCKET, SO_LINGER, &abort, sizeof abort);
  pair_.server.close();
  loop_.run(wait_for(near_.lost));
  EXPECT_EQ(near_.log, "made broken");
}

struct Lines : LineProtocol {
  using LineProtocol::LineProtocol;
  void line_received(std::string_view line) override { got.emplace_back(line); }
  void connection_lost(std::error_code) override { lost.set(); }
  std::vector<std::string> got;
  Event lost;
};

struct Messages : LengthProtocol {
  using LengthProtocol::LengthProtocol;
  void message_received(std::span<const std::byte> message) override { sizes.push_back(message.size()); }
  void connection_lost(std::error_code) override { lost.set(); }
  std::vector<std::size_t> sizes;
  Event lost;
};

TEST_P(TransportPair, CarriesLines) {
  Lines near, far;
  Transport near_end(loop_, std::move(pair_.client), near), far_end(loop_, std::move(pair_.server), far);
  near_end.write(bytes_of("one\ntwo\n\nth"));
  near.write_line("ree");
  near_end.close();
  loop_.run(wait_for(far.lost));
  EXPECT_EQ(far.got, (std::vector<std::string>{"one", "two", "", "three"}));
}

TEST_P(TransportPair, CarriesMessagesOfAnyLength) {
  Messages near, far;
  Transport near_end(loop_, std::move(pair_.client), near), far_end(loop_, std::move(pair_.server), far);
  const std::vector<std::size_t> sizes{0, 1, 255, 256, 70'000, 3};
  for (const std::size_t size : sizes) near.write_message(std::vector<std::byte>(size));
  near_end.close();
  loop_.run(wait_for(far.lost));
  EXPECT_EQ(far.sizes, sizes);
}

TEST_P(TransportPair, AbortsWhenALineIsTooLong) {
  Lines near, far(10);
  Transport near_end(loop_, std::move(pair_.client), near), far_end(loop_, std::move(pair_.server), far);
  near.write_line("short");
  near.write_line("much longer than ten");
  loop_.run(wait_for(far.lost));
  EXPECT_EQ(far.got, std::vector<std::string>{"short"});
}

}  // namespace
}  // namespace coro
