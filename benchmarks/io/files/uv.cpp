// uv_fs_open, uv_fs_read, uv_fs_close: each is a piece of work for libuv's pool, of `workers` threads here, and a
// callback on the loop. As many chains of them as there are to be files open at once.
// https://docs.libuv.org/en/v1.x/fs.html, https://docs.libuv.org/en/v1.x/guide/filesystem.html
#include <deque>

#include "benchmarks/harness/enter.hpp"
#include "benchmarks/io/files/workload.hpp"
#include "runtimes/os/scratch.hpp"
#include "runtimes/uv/error.hpp"
#include "runtimes/uv/file.hpp"
#include "runtimes/uv/loop.hpp"
#include "runtimes/uv/pool.hpp"

namespace files {
namespace {

template <class Probe>
class Uv {
 public:
  static constexpr auto lanes = simul::Lanes::workers;
  static std::optional<simul::Hole> unsupported(const Parameters& p, const simul::Limits& limits) {
    if (auto why = uv::too_large(limits.workers)) return why;
    return Shelf<os::ScratchFolder>::unsupported(p);
  }

  Uv(const Parameters& p, unsigned workers, Probe&) : shelf_(p) {
    uv::size_pool(workers);
    while (readers_.size() < most_open) readers_.emplace_back(*this, p.size());
  }

  void prepare() { shelf_.prepare(); }

  Answer run(std::uint64_t nonce) {
    answer_.assign(shelf_.size(), {});
    nonce_ = nonce;
    next_ = 0;
    for (Reader& reader : readers_) reader.go_on();
    loop_.run();
    return std::move(answer_);
  }

 private:
  struct Reader {
    Reader(Uv& uv, std::size_t bytes) : all(uv), room(bytes) {}

    Uv& all;
    std::size_t number = 0;
    std::vector<std::byte> room;
    uv::File file;

    void go_on() {
      if (all.next_ == all.shelf_.size()) return;
      number = all.next_++;
      file.open<&Reader::on_opened>(all.loop_, all.shelf_[number].c_str(), *this);
    }
    void on_opened(ssize_t result) {
      uv::check(static_cast<int>(result), "uv_fs_open");
      file.read<&Reader::on_read>(all.loop_, room, 0, *this);
    }
    void on_read(ssize_t result) {
      const auto got = static_cast<std::size_t>(uv::check(static_cast<int>(result), "uv_fs_read"));
      all.answer_[number] = files::check(std::span(room).first(got), number, all.nonce_);
      file.close<&Reader::on_closed>(all.loop_, *this);
    }
    void on_closed(ssize_t result) {
      uv::check(static_cast<int>(result), "uv_fs_close");
      go_on();
    }
  };

  Shelf<os::ScratchFolder> shelf_;
  std::deque<Reader> readers_;
  Answer answer_;
  std::uint64_t nonce_ = 0;
  std::size_t next_ = 0;  // the first file that nobody has taken
  uv::Loop loop_;
};

const simul::Enter<Workload, Uv> enter{"uv"};

}  // namespace
}  // namespace files
