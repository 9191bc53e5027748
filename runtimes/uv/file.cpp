#include "runtimes/uv/file.hpp"

#include <fcntl.h>

#include <stdexcept>

#include "runtimes/uv/error.hpp"
#include "runtimes/uv/pool.hpp"

namespace uv {
namespace {

// Else libuv would start four threads, whatever `workers` says.
void check_pool() {
  if (pool_size() == 0) throw std::logic_error("uv::File: size_pool has not been called");
}

}  // namespace

File::~File() {
  if (!is_open()) return;
  uv_fs_t closing;
  uv_fs_close(nullptr, &closing, file_, nullptr);
  uv_fs_req_cleanup(&closing);
}

void File::open(Loop& loop, const char* path, uv_fs_cb on_opened) {
  check_pool();
  check(uv_fs_open(loop.raw(), &request_, path, O_RDONLY | O_CLOEXEC, 0, on_opened), "uv_fs_open");
}

void File::read(Loop& loop, std::span<std::byte> room, std::int64_t offset, uv_fs_cb on_read) {
  const uv_buf_t buffer =
      uv_buf_init(reinterpret_cast<char*>(room.data()), static_cast<unsigned>(room.size()));
  check(uv_fs_read(loop.raw(), &request_, file_, &buffer, 1, offset, on_read), "uv_fs_read");
}

void File::close(Loop& loop, uv_fs_cb on_closed) {
  check(uv_fs_close(loop.raw(), &request_, file_, on_closed), "uv_fs_close");
}

// The descriptor of a file that was opened stays here; whoever asked is told that it went well.
ssize_t File::take_result() noexcept {
  ssize_t result = request_.result;
  if (request_.fs_type == UV_FS_OPEN && result >= 0) {
    file_ = static_cast<uv_file>(result);
    result = 0;
  }
  if (request_.fs_type == UV_FS_CLOSE) file_ = -1;
  uv_fs_req_cleanup(&request_);
  return result;
}

}  // namespace uv
