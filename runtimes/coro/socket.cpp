#include "runtimes/coro/socket.hpp"

#include <sys/socket.h>

#include <algorithm>
#include <cassert>
#include <system_error>
#include <utility>

#include "runtimes/os/error.hpp"
#include "runtimes/os/tcp.hpp"

namespace coro {

Socket::Socket(Loop& loop, os::Descriptor descriptor)
    : poller_(loop.poller()),
      descriptor_(std::move(descriptor)),
      receiver_(fd(), readiness_, loop.landing()) {
  os::set_nonblocking(descriptor_);
  readiness_.proactor = poller_.proactor();
  if (readiness_.proactor != nullptr) {
    readiness_.writable = false;  // sends are submitted, not tried
    readiness_.proactor->receive(fd(), receiver_);
  } else {
    poller_.add(fd(), readiness_);
  }
}

namespace {

constexpr std::size_t piece = 512;

// Text that is still the receiver's: unless it is taken, it goes back.
class Borrowed {
 public:
  explicit Borrowed(Receiver& from) noexcept : from_(from) {}
  Borrowed(const Borrowed&) = delete;
  Borrowed& operator=(const Borrowed&) = delete;
  ~Borrowed() { from_.give_back(std::as_bytes(std::span(text).first(size))); }

  std::string take(std::size_t taken) {
    std::string front = text.substr(0, taken);
    text.erase(0, taken);
    size -= taken;
    return front;
  }

  std::string text;
  std::size_t size = 0;  // how much of it has come

 private:
  Receiver& from_;
};

}  // namespace

Task<std::string> Socket::read_until(std::string_view delimiter, std::size_t limit) {
  Borrowed got(receiver_);
  for (;;) {
    got.text.resize(got.size + piece);
    const std::size_t more =
        co_await read_some(std::as_writable_bytes(std::span(got.text).subspan(got.size)));
    const std::size_t before = got.size;
    got.size += more;
    if (more == 0) co_return got.take(got.size);
    const std::size_t from = before - std::min(before, delimiter.size() - 1);
    const std::size_t found = std::string_view(got.text).substr(0, got.size).find(delimiter, from);
    if (found != std::string::npos && found + delimiter.size() <= limit)
      co_return got.take(found + delimiter.size());
    if (got.size >= limit) throw std::system_error(EMSGSIZE, std::generic_category(), "read_until");
  }
}

void Socket::shutdown_write() { os::check(::shutdown(fd(), SHUT_WR), "shutdown"); }

Socket::~Socket() {
  assert(readiness_.reader == nullptr && readiness_.writer == nullptr);
  if (readiness_.proactor != nullptr)
    readiness_.proactor->stop(receiver_);
  else
    poller_.remove(fd(), readiness_);
}

}  // namespace coro
