// A pool of as many processes as requests may be under way, forked before the clock. Each has a connection of its own and
// draws the number of the next page from shared memory; the file is one that all of them have open, and what each appends
// by one system call stands together (O_APPEND). A nonce comes through a pipe and goes back when no page is left.
#include <atomic>

#include "benchmarks/harness/enter.hpp"
#include "benchmarks/io/fetch/origin.hpp"
#include "benchmarks/io/fetch/workload.hpp"
#include "runtimes/fork/message.hpp"
#include "runtimes/fork/worker.hpp"
#include "runtimes/http/client.hpp"
#include "runtimes/os/scratch_file.hpp"
#include "runtimes/sequential/blocking.hpp"

namespace fetch {
namespace {

template <class Probe>
class Fork {
 public:
  static constexpr auto lanes = simul::Lanes::per_task;
  static std::optional<simul::Hole> unsupported(const Parameters& p, const simul::Limits& limits) {
    return limits.unmet({{simul::Supply::processes, p.limit, "a process per request under way"}});
  }

  Fork(const Parameters& p, unsigned, Probe& probe) : p_(p), probe_(probe), origin_(p) {
    for (std::int64_t i = 0; i < p.limit; ++i)
      crawlers_.emplace_back([this](int nonces, int finished) { crawl(nonces, finished); });
  }

  Answer run(std::uint64_t nonce) {
    file_.clear();
    next_[0] = 0;
    for (forked::Worker& crawler : crawlers_) crawler.give(forked::bytes_of(nonce));
    for (forked::Worker& crawler : crawlers_) crawler.take(forked::room_of(nonce));
    return {file_.contents(), origin_.served()};
  }

 private:
  void crawl(int nonces, int finished) {
    http::Client client(origin_.port());
    for (std::uint64_t nonce; sequential::read_message(nonces, forked::room_of(nonce));) {
      for (std::size_t page; (page = next_[0]++) < p_.count();) {
        probe_.begin(page);
        probe_.wait(page, p_.wait(page));
        const auto& response = client.get(target_of(nonce, page), most_attempts);
        probe_.wake(page);
        file_.append(harvest(target_of(nonce, page), response.status(), response.body()));
        probe_.end(page);
      }
      sequential::write_all(finished, forked::bytes_of(nonce));
    }
  }

  const Parameters& p_;
  Probe& probe_;
  Origin origin_;
  os::ScratchFile file_;
  forked::Shared<std::atomic<std::size_t>> next_{1};  // the first page that nobody has
  std::vector<forked::Worker> crawlers_;
};

const simul::Enter<Workload, Fork> enter{"fork"};

}  // namespace
}  // namespace fetch
