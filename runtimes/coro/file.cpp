#include "runtimes/coro/file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <system_error>
#include <utility>

#include "runtimes/coro/offload.hpp"
#include "runtimes/os/error.hpp"

namespace coro {
namespace {

constexpr std::size_t most_at_once = 1 << 30;  // a system call reads no more than 2 GiB
constexpr std::size_t piece = 64 * 1024;
constexpr int flags = O_RDONLY | O_CLOEXEC;

// An operation that is submitted as soon as it is awaited, and resumes with its result.
template <class Submit>
class [[nodiscard]] Submitted final : public Operation {
 public:
  Submitted(Proactor& proactor, const char* call, Submit submit)
      : proactor_(proactor), call_(call), submit_(std::move(submit)) {}

  bool await_ready() const {
    here.branch->throw_if_cancelled();
    return false;
  }
  void await_suspend(std::coroutine_handle<> suspended) {
    suspend_in(place_, suspended);
    submit_(static_cast<Operation&>(*this));
  }
  int await_resume() const {
    if (result_ == -ECANCELED) here.branch->throw_cancelled();
    if (result_ < 0) throw std::system_error(-result_, std::generic_category(), call_);
    return result_;
  }

 private:
  bool advance() noexcept override { return false; }
  void completed(int result) noexcept override {
    const bool interrupted = result == -EINTR || result == -EAGAIN;
    if (interrupted && !branch().cancel_requested()) return submit_(static_cast<Operation&>(*this));
    result_ = interrupted ? -ECANCELED : result;
    leave();
  }
  void cancel() noexcept override { proactor_.cancel(*this); }

  Proactor& proactor_;
  const char* call_;
  Submit submit_;
  Operation* place_ = nullptr;
  int result_ = 0;
};

Task<int> open_for_reading(Loop& loop, ThreadPool& pool, const char* path) {
  if (Proactor* const proactor = loop.poller().proactor()) {
    Submitted opening(*proactor, "open", [=](Operation& self) { proactor->open(path, flags, self); });
    co_return co_await opening;
  }
  co_return co_await offload(
      pool, [=] { return os::check(os::retry([&] { return ::open(path, flags); }), "open"); });
}

Task<std::size_t> read_some(Loop& loop, ThreadPool& pool, int fd, std::uint64_t offset,
                            std::span<std::byte> room) {
  if (Proactor* const proactor = loop.poller().proactor()) {
    Submitted reading(*proactor, "read", [=](Operation& self) { proactor->read(fd, room, offset, self); });
    co_return static_cast<std::size_t>(co_await reading);
  }
  co_return co_await offload(pool, [=] {
    const auto at = static_cast<off_t>(offset);
    return static_cast<std::size_t>(
        os::check(os::retry([&] { return ::pread(fd, room.data(), room.size(), at); }), "pread"));
  });
}

}  // namespace

Task<File> File::open(Loop& loop, ThreadPool& pool, std::string path) {
  os::Descriptor descriptor(co_await open_for_reading(loop, pool, path.c_str()));
  co_return File(loop, pool, std::move(descriptor));
}

Task<std::size_t> File::read_at(std::uint64_t offset, std::span<std::byte> room) {
  std::size_t come = 0;
  while (come < room.size()) {
    const auto rest = room.subspan(come, std::min(room.size() - come, most_at_once));
    const std::size_t got = co_await read_some(*loop_, *pool_, descriptor_.get(), offset + come, rest);
    if (got == 0) break;
    come += got;
  }
  co_return come;
}

std::uint64_t File::size() const {
  struct stat status;
  os::check(::fstat(descriptor_.get(), &status), "fstat");
  return static_cast<std::uint64_t>(status.st_size);
}

// One read more than the size calls for would see it grow; files that have no size, as in /proc, are read so.
Task<std::vector<std::byte>> read_file(Loop& loop, ThreadPool& pool, std::string path) {
  File file = co_await File::open(loop, pool, std::move(path));
  std::vector<std::byte> bytes(file.size());
  std::size_t come = 0;
  for (;;) {
    const auto room = std::span(bytes).subspan(come);
    come += co_await file.read_at(come, room);
    if (come < bytes.size()) break;
    bytes.resize(come + piece);
  }
  bytes.resize(come);
  co_return bytes;
}

}  // namespace coro
