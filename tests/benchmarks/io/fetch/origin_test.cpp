// The origin as a client sees it, whoever that is.
#include "benchmarks/io/fetch/origin.hpp"

#include <gmock/gmock.h>
#include <sys/socket.h>

#include <span>

#include "benchmarks/harness/process_tree.hpp"
#include "runtimes/http/client.hpp"
#include "runtimes/sequential/blocking.hpp"

namespace {

using namespace std::chrono_literals;
using fetch::Manner;
using fetch::Origin;
using fetch::Parameters;
using Clock = std::chrono::steady_clock;

constexpr Parameters p{.pages = 20, .limit = 5};

std::size_t first(Manner manner) {
  std::size_t page = 0;
  while (p.manner(page) != manner) ++page;
  return page;
}

void ask(const os::Descriptor& connection, std::string_view text) {
  sequential::send_all(connection.get(), std::as_bytes(std::span(text)));
}

// Nothing: the connection broke off.
std::optional<http::Response> hear(const os::Descriptor& connection) {
  http::Response response;
  std::array<std::byte, 4096> room;
  try {
    while (!response.take(std::span(room).first(sequential::read_some(connection.get(), room)))) {
    }
  } catch (const std::system_error& error) {
    EXPECT_TRUE(http::broke_off(error.code())) << error.what();
    return std::nullopt;
  }
  return response;
}

TEST(FetchOrigin, AnswersOneRequestAfterTheOtherOnOneConnection) {
  const Origin origin(p);
  const os::Descriptor connection = os::connect_loopback(origin.port());
  for (std::size_t page = 0; page < p.count(); ++page) {
    if (p.manner(page) == Manner::breaks_off) continue;
    ask(connection, http::get(fetch::target_of(7, page)));
    const auto response = hear(connection);
    ASSERT_TRUE(response) << page;
    const fetch::Reply right = fetch::reply_of(p, {7, page});
    EXPECT_EQ(response->status(), right.status);
    EXPECT_EQ(response->body(), right.html);
    EXPECT_TRUE(response->keeps_alive());
  }
}

TEST(FetchOrigin, HasNoPageThatIsMissing) {
  const Origin origin(p);
  http::Client client(origin.port());
  EXPECT_EQ(client.get(fetch::target_of(7, first(Manner::missing)), 1).status(), 404U);
  EXPECT_EQ(client.get("/robots.txt", 1).status(), 404U);
  EXPECT_EQ(client.get(fetch::target_of(7, p.count()), 1).status(), 404U);
  EXPECT_EQ(client.get(fetch::target_of(7, first(Manner::prompt)), 1).status(), 200U);
}

TEST(FetchOrigin, TakesItsTimeOverEveryAnswer) {
  const Origin origin(p);
  http::Client client(origin.port());
  for (const Manner manner : {Manner::slow, Manner::prompt, Manner::missing}) {
    const auto asked = Clock::now();
    client.get(fetch::target_of(7, first(manner)), 1);
    EXPECT_GE(Clock::now() - asked, p.delay(first(manner)));
  }
}

TEST(FetchOrigin, BreaksOffTheFirstAnswerOfARunInTheMiddleAndNoOther) {
  const Origin origin(p);
  const std::string target = fetch::target_of(7, first(Manner::breaks_off));
  const os::Descriptor broken = os::connect_loopback(origin.port());
  ask(broken, http::get(target));
  std::string came;
  std::array<std::byte, 16 * 1024> room;
  try {
    while (const std::size_t got = sequential::read_some(broken.get(), room))
      came.append(reinterpret_cast<const char*>(room.data()), got);
    FAIL() << "an end, and not a reset";
  } catch (const std::system_error& error) {
    EXPECT_EQ(error.code(), std::errc::connection_reset);
  }
  const std::string whole = http::respond(200, fetch::reply_of(p, {7, first(Manner::breaks_off)}).html);
  EXPECT_LT(came.size(), whole.size());
  EXPECT_TRUE(whole.starts_with(came));

  http::Client client(origin.port());
  EXPECT_EQ(client.get(target, 1).status(), 200U);
  EXPECT_EQ(client.get(target, 1).status(), 200U);
  EXPECT_THROW(client.get(fetch::target_of(8, first(Manner::breaks_off)), 1), std::system_error);
}

TEST(FetchOrigin, CountsWhatItAnsweredInThisRun) {
  const Origin origin(p);
  http::Client client(origin.port());
  for (const std::uint64_t nonce : {7U, 8U}) {
    client.get(fetch::target_of(nonce, first(Manner::prompt)), 1);
    client.get(fetch::target_of(nonce, first(Manner::breaks_off)), 2);
    EXPECT_EQ(origin.served().answers, 3);
    EXPECT_EQ(origin.served().broken_off, 1);
    EXPECT_EQ(origin.served().most_at_once, 1);
  }
}

TEST(FetchOrigin, CountsHowManyAskedAtOnce) {
  const Origin origin(p);
  std::vector<os::Descriptor> connections;
  for (int i = 0; i < 4; ++i) connections.push_back(os::connect_loopback(origin.port()));
  for (const auto& connection : connections)
    ask(connection, http::get(fetch::target_of(7, first(Manner::slow))));
  for (const auto& connection : connections) EXPECT_TRUE(hear(connection));
  EXPECT_EQ(origin.served().most_at_once, 4);
}

TEST(FetchOrigin, SurvivesClientsThatLeaveOrTalkNonsense) {
  const Origin origin(p);
  const std::string request = http::get(fetch::target_of(7, first(Manner::slow)));
  ask(os::connect_loopback(origin.port()), request);
  ask(os::connect_loopback(origin.port()), request.substr(0, 10));
  for (const std::string& text : {std::string("EHLO example.org\r\n\r\n"), request + request}) {
    const os::Descriptor connection = os::connect_loopback(origin.port());
    ask(connection, text);
    EXPECT_FALSE(hear(connection)) << text;
  }
  http::Client client(origin.port());
  EXPECT_EQ(client.get(fetch::target_of(7, first(Manner::slow)), 1).status(), 200U);
}

TEST(FetchOrigin, ClosesWhenItIsAskedTo) {
  const Origin origin(p);
  const os::Descriptor connection = os::connect_loopback(origin.port());
  const std::string target = fetch::target_of(7, first(Manner::prompt));
  ask(connection, "GET " + target + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
  ASSERT_TRUE(hear(connection));
  std::array<std::byte, 1> room;
  EXPECT_EQ(sequential::read_some(connection.get(), room), 0U);
}

// Its CPU time and memory are not the contestant's.
TEST(FetchOrigin, IsNoneOfTheContestantsProcesses) {
  const auto before = simul::descendants(::getpid());
  const Origin origin(p);
  EXPECT_EQ(simul::descendants(::getpid()), before);
}

}  // namespace
