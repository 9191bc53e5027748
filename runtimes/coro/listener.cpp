#include "runtimes/coro/listener.hpp"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <system_error>
#include <utility>

#include "runtimes/os/error.hpp"
#include "runtimes/os/tcp.hpp"

namespace coro {
namespace {

// The peer went away before it was accepted: not the listener's trouble.
bool concerns_the_peer(int error) { return error == ECONNABORTED || error == EPROTO; }

void send_at_once(int fd) noexcept {
  const int on = 1;
  ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);  // fails for Unix sockets, which never delay
}

// The descriptor of a connect that goes on in the background, watched until that is over.
class Connecting final : public Operation {
 public:
  Connecting(Poller& poller, int fd) : poller_(poller), fd_(fd) {
    readiness_.writable = false;
    poller_.add(fd, readiness_);
  }
  ~Connecting() { poller_.remove(fd_, readiness_); }

  bool await_ready() const {
    here.branch->throw_if_cancelled();
    return false;
  }
  void await_suspend(std::coroutine_handle<> suspended) noexcept { suspend_in(readiness_.writer, suspended); }
  void await_resume() const {
    if (!over_) here.branch->throw_cancelled();
  }

 private:
  bool advance() noexcept override { return over_ = readiness_.writable; }

  Poller& poller_;
  int fd_;
  bool over_ = false;
  Readiness readiness_;
};

void throw_if_failed(int fd) {
  int error = 0;
  socklen_t size = sizeof error;
  os::check(::getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size), "SO_ERROR");
  if (error != 0) throw std::system_error(error, std::generic_category(), "connect");
}

}  // namespace

Listener::Listener(Loop& loop, os::Descriptor listening)
    : poller_(loop.poller()), descriptor_(std::move(listening)) {
  os::set_nonblocking(descriptor_);
  readiness_.proactor = poller_.proactor();
  if (readiness_.proactor == nullptr) poller_.add(descriptor_.get(), readiness_);
}

Listener::~Listener() {
  assert(readiness_.reader == nullptr);
  if (readiness_.proactor != nullptr)
    readiness_.proactor->stop(arrivals_);
  else
    poller_.remove(descriptor_.get(), readiness_);
}

void Listener::Arrivals::arrived(int result, std::span<const std::byte>) noexcept {
  if (result >= 0)
    connections.emplace_back(result);
  else if (!concerns_the_peer(-result))
    error = -result;
  Operation* const acceptor = readiness_.reader;
  if (acceptor != nullptr && acceptor->advance()) acceptor->leave();
}

bool Listener::Accept::await_ready() {
  if (advance()) return listener_.readiness_.within_budget();
  here.branch->throw_if_cancelled();
  return false;
}

void Listener::Accept::await_suspend(std::coroutine_handle<> acceptor) noexcept {
  if (accepted_ || error_ != 0) return Yield().await_suspend(acceptor);
  listener_.readiness_.left_at_once = Readiness::at_once;
  suspend_in(listener_.readiness_.reader, acceptor);
}

void Listener::Accept::accepted(os::Descriptor connection) noexcept {
  send_at_once(connection.get());
  accepted_ = std::move(connection);
}

// Connections first: an error is why there are no others. Having been told, it is forgotten, and they flow again.
bool Listener::Accept::take_arrived() noexcept {
  Arrivals& arrivals = listener_.arrivals_;
  if (!arrivals.connections.empty()) {
    accepted(std::move(arrivals.connections.front()));
    arrivals.connections.pop_front();
    return true;
  }
  error_ = std::exchange(arrivals.error, 0);
  if (error_ != 0) return true;
  listener_.readiness_.proactor->accept(listener_.descriptor_.get(), arrivals);
  return false;
}

bool Listener::Accept::advance() noexcept {
  if (listener_.readiness_.proactor != nullptr) return take_arrived();
  while (listener_.readiness_.readable) {
    const int fd = os::retry([&] {
      return ::accept4(listener_.descriptor_.get(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK);
    });
    if (fd >= 0) {
      accepted(os::Descriptor(fd));
      return true;
    }
    if (errno == EAGAIN) {
      listener_.readiness_.readable = false;
    } else if (!concerns_the_peer(errno)) {
      error_ = errno;
      return true;
    }
  }
  return false;
}

os::Descriptor Listener::Accept::await_resume() {
  if (error_ != 0) throw std::system_error(error_, std::generic_category(), "accept4");
  if (!accepted_) here.branch->throw_cancelled();
  return std::move(accepted_);
}

// A Unix socket whose listener has a full backlog says EAGAIN and has nothing to wait for: ask again later.
Task<os::Descriptor> connect(Loop& loop, Endpoint endpoint) {
  os::Descriptor socket = endpoint.socket();
  for (;;) {
    const int rc = ::connect(socket.get(), endpoint.address(), endpoint.size());
    if (rc == 0) co_return socket;
    if (errno == EINPROGRESS || errno == EINTR) break;
    if (errno != EAGAIN) os::check(rc, "connect");
    co_await loop.sleep_for(std::chrono::milliseconds(1));
  }
  {
    Connecting connecting(loop.poller(), socket.get());
    co_await connecting;
  }
  throw_if_failed(socket.get());
  co_return socket;
}

}  // namespace coro
