#include "benchmarks/io/fetch/origin.hpp"

#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <list>
#include <set>
#include <span>
#include <utility>

#include "runtimes/http/message.hpp"
#include "runtimes/uv/error.hpp"
#include "runtimes/uv/fine_timer.hpp"
#include "runtimes/uv/listener.hpp"
#include "runtimes/uv/loop.hpp"
#include "runtimes/uv/tcp.hpp"

namespace fetch {
namespace {

// What is known of all requests, whatever connection they came by.
class Book {
 public:
  Book(const Parameters& p, Origin::Counts& counts) : p_(p), counts_(counts) {}

  void begin(const std::optional<Place>& place) {
    if (place && place->nonce != nonce_) start_run(place->nonce);
    ++under_way_;
    counts_.most_at_once = std::max(counts_.most_at_once.load(), under_way_);
  }
  // Whether this answer is to break off: the first one of a page that does.
  bool end(const std::optional<Place>& place) {
    --under_way_;
    ++counts_.answers;
    const bool breaks =
        place && p_.manner(place->page) == Manner::breaks_off && broken_.insert(place->page).second;
    counts_.broken_off += breaks;
    return breaks;
  }
  void give_up() { --under_way_; }

 private:
  void start_run(std::uint64_t nonce) {
    nonce_ = nonce;
    broken_.clear();
    counts_.answers = counts_.broken_off = counts_.most_at_once = 0;
  }

  const Parameters& p_;
  Origin::Counts& counts_;
  std::optional<std::uint64_t> nonce_;
  std::set<std::size_t> broken_;  // pages whose answer has broken off in this run
  std::int64_t under_way_ = 0;
};

class Server;

// One request at a time: what is asked, the delay, the answer.
class Connection {
 public:
  Connection(Server& server, uv::Loop& loop, uv::Listener& listener);

 private:
  void on_read(std::span<std::byte> bytes, int status);
  void on_due();
  void on_written(int status);
  void close(bool by_reset);
  void on_timer_closed();
  void on_closed();

  Server& server_;
  http::Request request_;
  std::optional<Place> place_;
  bool answering_ = false;
  bool by_reset_ = false;
  std::string response_;  // until it is written
  std::array<std::byte, 4096> room_;
  uv::FineTimer delay_;
  uv::Tcp tcp_;
};

class Server {
 public:
  Server(const Parameters& p, os::Descriptor listener, Origin::Counts& counts) : p_(p), book_(p, counts) {
    listener_.open<&Server::on_connection>(loop_, std::move(listener), 1024, *this);
  }

  void run() { loop_.run(); }  // for ever: whoever started the process ends it

  const Parameters& parameters() const { return p_; }
  Book& book() { return book_; }
  void forget(const Connection& gone) {
    connections_.remove_if([&](const Connection& connection) { return &connection == &gone; });
  }

 private:
  void on_connection(int status) {
    uv::check(status, "uv_listen");
    connections_.emplace_back(*this, loop_, listener_);
  }

  const Parameters& p_;
  Book book_;
  std::list<Connection> connections_;
  uv::Listener listener_;
  uv::Loop loop_;
};

Connection::Connection(Server& server, uv::Loop& loop, uv::Listener& listener) : server_(server) {
  delay_.open(loop);
  tcp_.accept(loop, listener);
  tcp_.read_start<&Connection::on_read>(room_, *this);
}

void Connection::on_read(std::span<std::byte> bytes, int status) {
  if (status < 0) return close(false);
  try {
    if (!request_.take(bytes)) return;
  } catch (const std::system_error&) {
    return close(false);
  }
  if (answering_) return close(false);  // did not wait for the last answer
  answering_ = true;
  place_ = place_of(server_.parameters(), request_.target());
  server_.book().begin(place_);
  const auto delay = place_ ? server_.parameters().delay(place_->page) : std::chrono::microseconds();
  delay_.start_at<&Connection::on_due>(std::chrono::steady_clock::now() + delay, *this);
}

void Connection::on_due() {
  const Reply reply = place_ ? reply_of(server_.parameters(), *place_) : Reply{404, {}};
  answering_ = false;
  response_ = http::respond(reply.status, reply.html);
  if (server_.book().end(place_)) {
    tcp_.try_write(std::as_bytes(std::span(response_).first(response_.size() / 2)));
    return close(true);
  }
  if (tcp_.write<&Connection::on_written>(std::as_bytes(std::span(response_)), *this)) on_written(0);
}

void Connection::on_written(int status) {
  if (status < 0 || !request_.keeps_alive()) close(false);
}

// The timer first, then the socket: the memory is free when both are closed.
void Connection::close(bool by_reset) {
  if (std::exchange(answering_, false)) server_.book().give_up();
  by_reset_ = by_reset;
  tcp_.read_stop();
  delay_.close<&Connection::on_timer_closed>(*this);
}

void Connection::on_timer_closed() {
  by_reset_ ? tcp_.reset<&Connection::on_closed>(*this) : tcp_.close<&Connection::on_closed>(*this);
}

void Connection::on_closed() { server_.forget(*this); }

void serve(const Parameters& p, os::Descriptor listener, Origin::Counts& counts) {
  ::setpgid(0, 0);
  ::signal(SIGPIPE, SIG_IGN);  // a client that has gone is an error of the write
  Server(p, std::move(listener), counts).run();
}

}  // namespace

Origin::Origin(const Parameters& p, os::Listener listener)
    : port_(listener.port),
      server_([&] { serve(p, std::move(listener.socket), counts_[0]); }, forked::Placed::nowhere) {
  ::setpgid(server_.pid(), server_.pid());  // here and there: whoever comes first
}

Served Origin::served() const noexcept {
  return {counts_[0].answers, counts_[0].broken_off, counts_[0].most_at_once};
}

}  // namespace fetch
