// As many fetchers as requests may be under way, each a chain of callbacks: page asked for, its answer there,
// lines appended, next page. Lines go by uv_fs_write without a callback, which writes at once: through
// libuv's pool a few hundred bytes for the page cache would take longer.
// https://docs.libuv.org/en/v1.x/guide/networking.html and fs.html
#include "benchmarks/harness/enter.hpp"
#include "benchmarks/io/fetch/origin.hpp"
#include "benchmarks/io/fetch/uv_connection.hpp"
#include "runtimes/os/scratch_file.hpp"

namespace fetch {
namespace {

template <class Probe>
class Uv {
 public:
  static constexpr auto lanes = simul::Lanes::one;

  Uv(const Parameters& p, unsigned, Probe& probe)
      : p_(p), probe_(probe), origin_(p), fetchers_(static_cast<std::size_t>(p.limit)) {
    for (Fetcher& fetcher : fetchers_) {
      fetcher.owner = this;
      fetcher.connection.open(loop_, origin_.port());
    }
  }

  // The loop has nothing left to do when no page is left and nobody reads any more.
  Answer run(std::uint64_t nonce) {
    file_.clear();
    nonce_ = nonce;
    next_ = 0;
    for (Fetcher& fetcher : fetchers_) fetcher.take_next();
    loop_.run();
    return {file_.contents(), origin_.served()};
  }

 private:
  struct Fetcher {
    Uv* owner = nullptr;
    std::size_t page = 0;
    std::string target = {};
    UvConnection connection = {};

    void take_next() {
      if (owner->next_ == owner->p_.count()) return;
      page = owner->next_++;
      target = target_of(owner->nonce_, page);
      auto request = http::get(target);
      owner->probe_.begin(page);
      owner->probe_.wait(page, owner->p_.wait(page));
      connection.get<&Fetcher::on_answer>(std::move(request), *this);
    }
    void on_answer() {
      owner->finish(*this);
      take_next();
    }
  };

  void finish(const Fetcher& fetcher) {
    const http::Response& response = fetcher.connection.response();
    probe_.wake(fetcher.page);
    append(harvest(fetcher.target, response.status(), response.body()));
    probe_.end(fetcher.page);
  }

  void append(std::string lines) {
    const uv_buf_t buffer = uv_buf_init(lines.data(), static_cast<unsigned>(lines.size()));
    uv_fs_t write;
    const int written = uv_fs_write(loop_.raw(), &write, file_.fd(), &buffer, 1, -1, nullptr);
    uv_fs_req_cleanup(&write);
    uv::check(written, "uv_fs_write");
  }

  const Parameters& p_;
  Probe& probe_;
  Origin origin_;
  os::ScratchFile file_;
  std::uint64_t nonce_ = 0;
  std::size_t next_ = 0;  // the first page that nobody has
  std::vector<Fetcher> fetchers_;
  uv::Loop loop_;  // last: it closes the sockets
};

const simul::Enter<Workload, Uv> enter{"uv"};

}  // namespace
}  // namespace fetch
