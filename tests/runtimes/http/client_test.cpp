#include "runtimes/http/client.hpp"

#include <gtest/gtest.h>
#include <sys/socket.h>

#include <functional>
#include <future>
#include <thread>

#include "runtimes/os/tcp.hpp"
#include "runtimes/sequential/blocking.hpp"

namespace {

// A server in a thread that answers as it is told and counts the connections it took.
class Server {
 public:
  using Serve = std::function<void(const os::Descriptor& listener)>;
  explicit Server(Serve serve) : serve_(std::move(serve)), thread_([this] { serve_(listener_.socket); }) {}
  std::uint16_t port() const { return listener_.port; }

 private:
  os::Listener listener_ = os::listen_loopback();
  Serve serve_;
  std::jthread thread_;
};

void hear(const os::Descriptor& connection, std::string_view target) {
  http::Request request;
  std::array<std::byte, 1024> room;
  while (!request.take(std::span(room).first(sequential::read_some(connection.get(), room)))) {
  }
  EXPECT_EQ(request.target(), target);
}

void say(const os::Descriptor& connection, std::string_view text) {
  sequential::send_all(connection.get(), std::as_bytes(std::span(text)));
}

void break_off(os::Descriptor connection) {
  const linger at_once{.l_onoff = 1, .l_linger = 0};  // a close that is a reset
  ASSERT_EQ(::setsockopt(connection.get(), SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once), 0);
}

TEST(HttpClient, KeepsItsConnection) {
  const Server server([](const os::Descriptor& listener) {
    const os::Descriptor only = os::accept(listener);
    for (const std::string_view target : {"/1", "/2", "/3"}) {
      hear(only, target);
      say(only, http::respond(200, target));
    }
  });
  http::Client client(server.port());
  for (const std::string_view target : {"/1", "/2", "/3"}) EXPECT_EQ(client.get(target, 1).body(), target);
}

TEST(HttpClient, AsksAgainWhenAnAnswerBreaksOffInTheMiddle) {
  const Server server([](const os::Descriptor& listener) {
    os::Descriptor first = os::accept(listener);
    hear(first, "/");
    say(first, "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nha");
    break_off(std::move(first));
    const os::Descriptor second = os::accept(listener);
    hear(second, "/");
    say(second, http::respond(200, "half"));
  });
  http::Client client(server.port());
  EXPECT_EQ(client.get("/", 2).body(), "half");
}

TEST(HttpClient, GivesUpAfterAsManyAttemptsAsItMayMake) {
  const Server server([](const os::Descriptor& listener) {
    for (int attempt = 0; attempt < 3; ++attempt) {
      os::Descriptor connection = os::accept(listener);
      hear(connection, "/");
      break_off(std::move(connection));
    }
  });
  http::Client client(server.port());
  try {
    client.get("/", 3);
    FAIL() << "an answer came from nowhere";
  } catch (const std::system_error& error) {
    EXPECT_TRUE(http::broke_off(error.code())) << error.what();
  }
}

TEST(HttpClient, ComesBackToAServerThatEndsTheConnection) {
  const Server server([](const os::Descriptor& listener) {
    for (const std::string_view target : {"/1", "/2"}) {
      const os::Descriptor connection = os::accept(listener);
      hear(connection, target);
      say(connection, "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 1\r\n\r\nx");
    }
  });
  http::Client client(server.port());
  EXPECT_EQ(client.get("/1", 1).body(), "x");
  EXPECT_EQ(client.get("/2", 1).body(), "x");
}

}  // namespace
