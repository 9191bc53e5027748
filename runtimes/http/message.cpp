#include "runtimes/http/message.hpp"

namespace http {
namespace {

constexpr std::size_t most_bytes = 1 << 20;  // of a body

}  // namespace

// A callback that does not return 0 makes the parser stop, and take() throw.
struct Incoming::Callbacks {
  static Incoming& of(http_parser* parser) { return *static_cast<Incoming*>(parser->data); }

  static int begin(http_parser* parser) {
    Incoming& self = of(parser);
    self.target_.clear();
    self.body_.clear();
    return self.whole_;  // then this is a second one
  }
  static int target(http_parser* parser, const char* text, std::size_t size) {
    of(parser).target_.append(text, size);  // its size is bounded by the parser, with that of the header
    return 0;
  }
  static int body(http_parser* parser, const char* text, std::size_t size) {
    std::string& body = of(parser).body_;
    if (body.size() + size > most_bytes) return 1;
    body.append(text, size);
    return 0;
  }
  static int complete(http_parser* parser) {
    of(parser).keeps_alive_ = http_should_keep_alive(parser) != 0;
    of(parser).whole_ = true;
    return 0;
  }

  static constexpr http_parser_settings settings{
      .on_message_begin = begin, .on_url = target, .on_body = body, .on_message_complete = complete};
};

Incoming::Incoming(http_parser_type type) noexcept { http_parser_init(&parser_, type); }

void Incoming::reset() noexcept { http_parser_init(&parser_, static_cast<http_parser_type>(parser_.type)); }

bool Incoming::take(std::span<const std::byte> bytes) {
  parser_.data = this;  // here and not once: a message may be moved between two pieces
  whole_ = false;
  const auto* const text = reinterpret_cast<const char*>(bytes.data());
  const std::size_t taken = http_parser_execute(&parser_, &Callbacks::settings, text, bytes.size());
  if (bytes.empty() && !whole_)
    throw std::system_error(std::make_error_code(std::errc::connection_aborted), "http: end of stream");
  if (taken != bytes.size() || HTTP_PARSER_ERRNO(&parser_) != HPE_OK || parser_.upgrade)
    throw std::system_error(std::make_error_code(std::errc::bad_message),
                            http_errno_name(HTTP_PARSER_ERRNO(&parser_)));
  return whole_;
}

std::string get(std::string_view target) {
  return "GET " + std::string(target) + " HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/html\r\n\r\n";
}

std::string respond(unsigned status, std::string_view body) {
  const std::string reason = http_status_str(static_cast<http_status>(status));
  return "HTTP/1.1 " + std::to_string(status) + ' ' + reason + "\r\nContent-Type: text/html; charset=utf-8" +
         "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + std::string(body);
}

bool broke_off(const std::error_code& error) noexcept {
  return error == std::errc::connection_reset || error == std::errc::connection_aborted ||
         error == std::errc::broken_pipe;
}

}  // namespace http
