// A file on libuv's pool: a thread of it makes each call, the answer comes on the loop's thread. One call at a time.
#pragma once

#include <uv.h>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <type_traits>

#include "runtimes/uv/loop.hpp"

namespace uv {

// A member of an object that stays until it has been answered; after size_pool, and on the loop's thread. What
// callbacks are told is libuv's result: negative if the call failed.
class File {
 public:
  File() = default;
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  ~File();  // closes what is still open, and waits for it

  // For reading: `on_opened(owner, result)`.
  template <auto on_opened, class Owner>
  void open(Loop& loop, const char* path, Owner& owner) {
    request_.data = &owner;
    open(loop, path, answer<on_opened, Owner>);
  }

  // From `offset` on: `on_read(owner, result)`, which is the number of bytes, and 0 at the end of the file.
  template <auto on_read, class Owner>
  void read(Loop& loop, std::span<std::byte> room, std::int64_t offset, Owner& owner) {
    request_.data = &owner;
    read(loop, room, offset, answer<on_read, Owner>);
  }

  // `on_closed(owner, result)`; it may be opened again.
  template <auto on_closed, class Owner>
  void close(Loop& loop, Owner& owner) {
    request_.data = &owner;
    close(loop, answer<on_closed, Owner>);
  }

  bool is_open() const noexcept { return file_ >= 0; }

 private:
  // The request is the first member of a standard-layout class: a pointer to it is one to the class.
  template <auto callback, class Owner>
  static void answer(uv_fs_t* request) {
    static_assert(std::is_standard_layout_v<File>);
    const ssize_t result = reinterpret_cast<File*>(request)->take_result();
    Loop::deliver(request->loop,
                  [=, owner = static_cast<Owner*>(request->data)] { std::invoke(callback, *owner, result); });
  }

  void open(Loop& loop, const char* path, uv_fs_cb on_opened);
  void read(Loop& loop, std::span<std::byte> room, std::int64_t offset, uv_fs_cb on_read);
  void close(Loop& loop, uv_fs_cb on_closed);
  ssize_t take_result() noexcept;

  uv_fs_t request_{};
  uv_file file_ = -1;  // not open
};

}  // namespace uv
