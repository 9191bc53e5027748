// oneTBB's word for "at most so many at once" is the tokens of a pipeline: one filter numbers the pages, the next fetches
// as many at a time as there are tokens, and the last, which is serial, writes. oneTBB has no I/O: a fetch that would block
// suspends its task, and a thread of ours with epoll resumes it. https://oneapi-spec.uxlfoundation.org (oneTBB,
// parallel_pipeline; task scheduler, resumable tasks)
#include <oneapi/tbb/concurrent_queue.h>
#include <oneapi/tbb/parallel_pipeline.h>

#include <deque>

#include "benchmarks/harness/enter.hpp"
#include "benchmarks/io/fetch/origin.hpp"
#include "benchmarks/io/fetch/workload.hpp"
#include "runtimes/http/message.hpp"
#include "runtimes/os/scratch_file.hpp"
#include "runtimes/tbb/arena.hpp"
#include "runtimes/tbb/reactor.hpp"
#include "runtimes/tbb/socket.hpp"

namespace fetch {
namespace {

struct KeptAlive {
  std::optional<onetbb::Socket> socket;  // none: it broke off
  http::Response response = {};
  std::array<std::byte, 16 * 1024> room = {};

  // Why the connection broke off, if it did.
  std::error_code ask(std::string_view request) {
    std::error_code error;
    socket->write_all(std::as_bytes(std::span(request)), error);
    for (bool whole = false; !whole && !error;) {
      const std::size_t got = socket->read_some(room, error);
      if (got > 0)
        whole = response.take(std::span(room).first(got));
      else if (!error)
        error = std::make_error_code(std::errc::connection_aborted);
    }
    return error;
  }
};

struct Found {
  std::size_t page;
  std::string lines;
};

template <class Probe>
class Tbb {
 public:
  static constexpr auto lanes = simul::Lanes::workers;

  Tbb(const Parameters& p, unsigned workers, Probe& probe)
      : p_(p), probe_(probe), origin_(p), arena_(workers), connections_(static_cast<std::size_t>(p.limit)) {
    for (KeptAlive& connection : connections_) idle_.push(&connection), connect(connection);
  }

  Answer run(std::uint64_t nonce) {
    file_.clear();
    arena_.execute([&] { crawl(nonce); });
    return {file_.contents(), origin_.served()};
  }

 private:
  void crawl(std::uint64_t nonce) {
    std::size_t next = 0;
    const auto number = [&](tbb::flow_control& flow) {
      return next < p_.count() ? next++ : (flow.stop(), next);
    };
    const auto fetch = [&](std::size_t page) { return this->fetch(nonce, page); };
    const auto write = [&](const Found& found) { this->write(found); };
    tbb::parallel_pipeline(connections_.size(),
                           tbb::make_filter<void, std::size_t>(tbb::filter_mode::serial_in_order, number) &
                               tbb::make_filter<std::size_t, Found>(tbb::filter_mode::parallel, fetch) &
                               tbb::make_filter<Found, void>(tbb::filter_mode::serial_out_of_order, write));
  }

  Found fetch(std::uint64_t nonce, std::size_t page) {
    KeptAlive* connection = nullptr;
    idle_.try_pop(connection);  // as many as there are tokens
    probe_.begin(page);
    probe_.wait(page, p_.wait(page));
    const std::string target = target_of(nonce, page);
    get(*connection, http::get(target));
    probe_.wake(page);
    Found found{page, harvest(target, connection->response.status(), connection->response.body())};
    idle_.push(connection);
    probe_.wait(page, {});  // for the next filter, which another thread may run
    return found;
  }

  void get(KeptAlive& connection, const std::string& request) {
    for (int attempt = 1;; ++attempt) {
      if (!connection.socket) connect(connection);
      const std::error_code error = connection.ask(request);
      if (!error) return;
      connection.socket.reset();
      if (attempt == most_attempts || !http::broke_off(error)) throw std::system_error(error, "fetch");
    }
  }

  void write(const Found& found) {
    probe_.wake(found.page);
    file_.append(found.lines);
    probe_.end(found.page);
  }

  void connect(KeptAlive& connection) {
    connection.socket.emplace(reactor_, os::connect_loopback(origin_.port()));
    connection.response.reset();
  }

  const Parameters& p_;
  Probe& probe_;
  Origin origin_;  // before there are threads: it forks
  os::ScratchFile file_;
  onetbb::Arena arena_;
  onetbb::Reactor reactor_;
  std::deque<KeptAlive> connections_;
  tbb::concurrent_queue<KeptAlive*> idle_;
};

const simul::Enter<Workload, Tbb> enter{"tbb"};

}  // namespace
}  // namespace fetch
