// As many fetchers as requests may be under way, each a chain of callbacks: written, read, read again until the answer is
// whole, lines appended, next page. Lines go by uv_fs_write without a callback, which writes at once: through libuv's pool
// a few hundred bytes for the page cache would take longer. https://docs.libuv.org/en/v1.x/guide/networking.html and fs.html
#include "benchmarks/harness/enter.hpp"
#include "benchmarks/io/fetch/origin.hpp"
#include "benchmarks/io/fetch/workload.hpp"
#include "runtimes/http/message.hpp"
#include "runtimes/os/scratch_file.hpp"
#include "runtimes/os/tcp.hpp"
#include "runtimes/uv/error.hpp"
#include "runtimes/uv/loop.hpp"
#include "runtimes/uv/tcp.hpp"

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
      fetcher.tcp.open(loop_, os::connect_loopback(origin_.port()));
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
    int attempts = 0;
    std::string target = {}, request = {};
    http::Response response = {};
    std::array<std::byte, 16 * 1024> room = {};
    uv::Tcp tcp = {};

    void take_next() {
      if (owner->next_ == owner->p_.count()) return;
      page = owner->next_++;
      attempts = 0;
      target = target_of(owner->nonce_, page);
      request = http::get(target);
      owner->probe_.begin(page);
      owner->probe_.wait(page, owner->p_.wait(page));
      ask();
    }
    void ask() {
      ++attempts;
      tcp.template read_start<&Fetcher::on_read>(room, *this);
      if (tcp.template write<&Fetcher::on_written>(std::as_bytes(std::span(request)), *this)) on_written(0);
    }
    void on_written(int) {}  // what goes wrong with it, the reader hears too
    void on_read(std::span<std::byte> bytes, int status) {
      if (status < 0) return ask_again(status);
      if (!response.take(bytes)) return;
      tcp.read_stop();
      owner->finish(*this);
      take_next();
    }

    void ask_again(int status) {
      if (attempts == most_attempts) uv::fail(status, "uv_read_start");
      tcp.template close<&Fetcher::on_closed>(*this);
    }
    void on_closed() {
      response.reset();
      tcp.template connect<&Fetcher::on_connected>(owner->loop_, owner->origin_.port(), *this);
    }
    void on_connected(int status) {
      uv::check(status, "uv_tcp_connect");
      ask();
    }
  };

  void finish(const Fetcher& fetcher) {
    probe_.wake(fetcher.page);
    append(harvest(fetcher.target, fetcher.response.status(), fetcher.response.body()));
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
