#include "runtimes/http/message.hpp"

#include <gtest/gtest.h>

#include <utility>

namespace {

std::span<const std::byte> bytes(std::string_view text) { return std::as_bytes(std::span(text)); }

std::errc error_of(auto&& body) {
  try {
    body();
  } catch (const std::system_error& error) {
    return static_cast<std::errc>(error.code().value());
  }
  return {};
}

TEST(HttpMessage, IsTheSameInHoweverManyPiecesItComes) {
  const std::string text = http::respond(200, "<p>one</p>");
  for (std::size_t cut = 1; cut < text.size(); ++cut) {
    http::Response response;
    ASSERT_FALSE(response.take(bytes(text).first(cut))) << cut;
    ASSERT_TRUE(response.take(bytes(text).subspan(cut))) << cut;
    EXPECT_EQ(response.status(), 200U);
    EXPECT_EQ(response.body(), "<p>one</p>");
    EXPECT_TRUE(response.keeps_alive());
  }
}

TEST(HttpMessage, OfOneConnectionFollowsAnother) {
  http::Response response;
  EXPECT_TRUE(response.take(bytes(http::respond(200, "first"))));
  EXPECT_EQ(response.body(), "first");
  EXPECT_TRUE(response.take(bytes(http::respond(404, ""))));
  EXPECT_EQ(response.status(), 404U);
  EXPECT_EQ(response.body(), "");
}

TEST(HttpMessage, InChunksHasTheBodyOfAllOfThem) {
  http::Response response;
  EXPECT_FALSE(response.take(bytes("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n")));
  EXPECT_TRUE(response.take(bytes("2\r\nde\r\n0\r\n\r\n")));
  EXPECT_EQ(response.body(), "abcde");
}

TEST(HttpMessage, WithoutALengthEndsWithItsConnection) {
  http::Response response;
  EXPECT_FALSE(response.take(bytes("HTTP/1.0 200 OK\r\n\r\nall of it")));
  EXPECT_TRUE(response.take({}));
  EXPECT_EQ(response.body(), "all of it");
  EXPECT_FALSE(response.keeps_alive());
}

TEST(HttpMessage, ThatBreaksOffIsNone) {
  const std::string text = http::respond(200, "never whole");
  for (const std::size_t cut : {std::size_t{0}, std::size_t{5}, text.size() - 1}) {
    http::Response response;
    if (cut > 0) {
      EXPECT_FALSE(response.take(bytes(text).first(cut)));
    }
    EXPECT_EQ(error_of([&] { response.take({}); }), std::errc::connection_aborted) << cut;
    response.reset();
    EXPECT_TRUE(response.take(bytes(http::respond(200, "anew"))));
    EXPECT_EQ(response.body(), "anew");
  }
}

TEST(HttpMessage, ThatNobodyAskedForIsAnError) {
  http::Response response;
  const std::string two = http::respond(200, "one") + http::respond(200, "two");
  EXPECT_EQ(error_of([&] { response.take(bytes(two)); }), std::errc::bad_message);
}

TEST(HttpMessage, ThatIsNoHttpIsAnError) {
  http::Response response;
  EXPECT_EQ(error_of([&] { response.take(bytes("220 mail.example.org ESMTP\r\n")); }),
            std::errc::bad_message);
}

TEST(HttpMessage, OfMoreThanAMebibyteIsAnError) {
  http::Response response;
  EXPECT_TRUE(response.take(bytes(http::respond(200, std::string(1 << 20, 'x')))));
  http::Response longer;
  EXPECT_EQ(error_of([&] { longer.take(bytes(http::respond(200, std::string((1 << 20) + 1, 'x')))); }),
            std::errc::bad_message);
}

TEST(HttpMessage, GoesOnInAnotherPlaceThanItBegan) {
  const std::string text = http::get("/a/page?with=query");
  http::Request began;
  EXPECT_FALSE(began.take(bytes(text).first(8)));
  http::Request goes_on = std::move(began);
  EXPECT_TRUE(goes_on.take(bytes(text).subspan(8)));
  EXPECT_EQ(goes_on.target(), "/a/page?with=query");
  EXPECT_TRUE(goes_on.keeps_alive());
}

TEST(HttpMessage, ThatClosesSaysSo) {
  http::Request request;
  EXPECT_TRUE(request.take(bytes("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")));
  EXPECT_FALSE(request.keeps_alive());
}

TEST(HttpMessage, FailsWithItsConnectionOrByItself) {
  EXPECT_TRUE(http::broke_off(std::make_error_code(std::errc::connection_reset)));
  EXPECT_TRUE(http::broke_off(std::make_error_code(std::errc::connection_aborted)));
  EXPECT_TRUE(http::broke_off({EPIPE, std::generic_category()}));
  EXPECT_FALSE(http::broke_off(std::make_error_code(std::errc::bad_message)));
}

}  // namespace
