// A pool of as many threads as requests may be under way: its size is the limit. Each has a connection, takes the next page
// that nobody has and blocks until it is there, as the workers of any thread pool do that crawls; the end of the file is
// theirs in one system call each, without a lock (O_APPEND, POSIX.1 write()).
#include <atomic>
#include <deque>

#include "benchmarks/harness/enter.hpp"
#include "benchmarks/io/fetch/origin.hpp"
#include "benchmarks/io/fetch/workload.hpp"
#include "runtimes/http/client.hpp"
#include "runtimes/os/scratch_file.hpp"
#include "runtimes/threads/pool.hpp"

namespace fetch {
namespace {

template <class Probe>
class Threads {
 public:
  static constexpr auto lanes = simul::Lanes::per_task;
  static std::optional<simul::Hole> unsupported(const Parameters& p, const simul::Limits& limits) {
    return limits.unmet({{simul::Supply::threads, p.limit, "a thread per request under way"}});
  }

  Threads(const Parameters& p, unsigned, Probe& probe)
      : p_(p), probe_(probe), origin_(p), pool_(static_cast<unsigned>(p.limit)) {
    for (std::int64_t i = 0; i < p.limit; ++i) clients_.emplace_back(origin_.port());
  }

  Answer run(std::uint64_t nonce) {
    file_.clear();
    next_ = 0;
    for (http::Client& client : clients_) pool_.submit([this, &client, nonce] { crawl(client, nonce); });
    pool_.wait();
    return {file_.contents(), origin_.served()};
  }

 private:
  void crawl(http::Client& client, std::uint64_t nonce) {
    for (std::size_t page; (page = next_++) < p_.count();) fetch(client, nonce, page);
  }

  void fetch(http::Client& client, std::uint64_t nonce, std::size_t page) {
    probe_.begin(page);
    const std::string target = target_of(nonce, page);
    probe_.wait(page, p_.wait(page));
    const http::Response& response = client.get(target, most_attempts);
    probe_.wake(page);
    file_.append(harvest(target, response.status(), response.body()));
    probe_.end(page);
  }

  const Parameters& p_;
  Probe& probe_;
  Origin origin_;  // before the threads: it forks
  os::ScratchFile file_;
  std::atomic<std::size_t> next_ = 0;
  std::deque<http::Client> clients_;
  threads::Pool pool_;
};

const simul::Enter<Workload, Threads> enter{"threads"};

}  // namespace
}  // namespace fetch
