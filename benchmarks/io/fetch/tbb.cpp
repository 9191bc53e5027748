// oneTBB's word for "at most so many at once" is the tokens of a pipeline: one filter numbers the pages, the
// next fetches as many at a time as there are tokens, and the last, which is serial, writes. A fetch suspends
// its task while it waits (tbb_connection.hpp). https://oneapi-spec.uxlfoundation.org (oneTBB,
// parallel_pipeline; task scheduler, resumable tasks)
#include <oneapi/tbb/concurrent_queue.h>
#include <oneapi/tbb/parallel_pipeline.h>

#include <deque>

#include "benchmarks/harness/enter.hpp"
#include "benchmarks/io/fetch/origin.hpp"
#include "benchmarks/io/fetch/tbb_connection.hpp"
#include "runtimes/os/scratch_file.hpp"
#include "runtimes/tbb/arena.hpp"

namespace fetch {
namespace {

struct Found {
  std::size_t page;
  std::string lines;
};

template <class Probe>
class Tbb {
 public:
  static constexpr auto lanes = simul::Lanes::workers;

  Tbb(const Parameters& p, unsigned workers, Probe& probe)
      : p_(p), probe_(probe), origin_(p), arena_(workers) {
    for (std::int64_t i = 0; i < p.limit; ++i)
      idle_.push(&connections_.emplace_back(reactor_, origin_.port()));
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
    TbbConnection* connection = nullptr;
    idle_.try_pop(connection);  // as many as there are tokens
    probe_.begin(page);
    probe_.wait(page, p_.wait(page));
    const std::string target = target_of(nonce, page);
    const http::Response& response = connection->get(http::get(target));
    probe_.wake(page);
    Found found{page, harvest(target, response.status(), response.body())};
    idle_.push(connection);
    probe_.wait(page, {});  // for the next filter, which another thread may run
    return found;
  }

  void write(const Found& found) {
    probe_.wake(found.page);
    file_.append(found.lines);
    probe_.end(found.page);
  }

  const Parameters& p_;
  Probe& probe_;
  Origin origin_;  // before there are threads: it forks
  os::ScratchFile file_;
  onetbb::Arena arena_;
  onetbb::Reactor reactor_;
  std::deque<TbbConnection> connections_;
  tbb::concurrent_queue<TbbConnection*> idle_;
};

const simul::Enter<Workload, Tbb> enter{"tbb"};

}  // namespace
}  // namespace fetch
