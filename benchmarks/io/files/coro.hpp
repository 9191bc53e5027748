// Coroutines that take one file after the other, as many as there are to be open at once, on one loop that is never
// held up: see runtimes/coro/file.hpp. `coro` and `coro_uring` differ only in who reads meanwhile: threads of a pool,
// or the kernel.
#pragma once

#include "benchmarks/harness/enter.hpp"
#include "benchmarks/io/files/workload.hpp"
#include "runtimes/coro/file.hpp"
#include "runtimes/coro/loop.hpp"
#include "runtimes/coro/scope.hpp"
#include "runtimes/coro/thread_pool.hpp"
#include "runtimes/os/scratch.hpp"

namespace files {

template <coro::Polling polling>
class OnOneLoop {
 public:
  static std::optional<std::string> unsupported(const Parameters& p, const simul::Limits&) {
    if (auto why = coro::why_unavailable(polling)) return why;
    return Shelf<os::ScratchFolder>::unsupported(p);
  }

  OnOneLoop(const Parameters& p, unsigned workers)
      : shelf_(p), rooms_(most_open, std::vector<std::byte>(p.size())), pool_(workers) {}

  void prepare() { shelf_.prepare(); }

  Answer run(std::uint64_t nonce) {
    Answer answer(shelf_.size());
    next_ = 0;
    loop_.run(read_all(nonce, answer));
    return answer;
  }

 private:
  coro::Task<> read_all(std::uint64_t nonce, Answer& answer) {
    coro::Scope readers(loop_);
    for (auto& room : rooms_) readers.spawn(read_some(nonce, room, answer));
    co_await readers.join();
  }

  coro::Task<> read_some(std::uint64_t nonce, std::span<std::byte> room, Answer& answer) {
    while (next_ < answer.size()) {
      const std::size_t number = next_++;
      coro::File file = co_await coro::File::open(loop_, pool_, shelf_[number]);
      const std::size_t got = co_await file.read_at(0, room);
      answer[number] = check(room.first(got), number, nonce);
    }
  }

  Shelf<os::ScratchFolder> shelf_;
  std::vector<std::vector<std::byte>> rooms_;
  std::size_t next_ = 0;  // the first file that nobody has taken
  coro::Loop loop_{polling};
  coro::ThreadPool pool_;
};

}  // namespace files
