// HTTP/1.1: messages as they come, piece by piece, and the text of those that go. Parsed by http-parser, which neither
// allocates nor looks at a byte twice; so the same for every runtime, however it waits for the pieces.
#pragma once

#include <http_parser.h>

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <system_error>

#include "runtimes/os/linked.hpp"

namespace http {

inline const os::Linked linked{"http-parser", std::to_string(http_parser_version() >> 16) + '.' +
                                                  std::to_string(http_parser_version() >> 8 & 0xff) + '.' +
                                                  std::to_string(http_parser_version() & 0xff)};

// The messages that come from one connection, one after the other: the next comes only when it has been asked for.
class Incoming {
 public:
  // Takes in the next bytes that came; none: the peer has closed. True: a message is whole; it stays as it is until its
  // successor begins. Throws std::system_error: connection_aborted if the peer has closed and no message is whole,
  // bad_message for what is no HTTP, for more than one message, and for a body of over a mebibyte. Then the connection
  // is of no use any more; reset() for a new one.
  bool take(std::span<const std::byte> bytes);

  std::string_view body() const noexcept { return body_; }
  bool keeps_alive() const noexcept { return keeps_alive_; }  // the connection is good for another message

 protected:
  explicit Incoming(http_parser_type type) noexcept;
  void reset() noexcept;

  http_parser parser_;
  std::string target_, body_;

 private:
  struct Callbacks;
  bool whole_ = false;
  bool keeps_alive_ = false;
};

class Request : public Incoming {
 public:
  Request() noexcept : Incoming(HTTP_REQUEST) {}
  using Incoming::reset;
  std::string_view target() const noexcept { return target_; }
};

class Response : public Incoming {
 public:
  Response() noexcept : Incoming(HTTP_RESPONSE) {}
  using Incoming::reset;
  unsigned status() const noexcept { return parser_.status_code; }
};

// What is sent. The connection is kept alive, as HTTP/1.1 has it unless told otherwise.
std::string get(std::string_view target);
std::string respond(unsigned status, std::string_view body);

// Whether it was the connection that failed: what is asked again on a new one may be answered.
bool broke_off(const std::error_code& error) noexcept;

}  // namespace http
