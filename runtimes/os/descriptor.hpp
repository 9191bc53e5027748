// The one owner of a file descriptor.
#pragma once

#include <utility>

namespace os {

class Descriptor {
 public:
  explicit Descriptor(int fd = -1) noexcept : fd_(fd) {}
  Descriptor(Descriptor&& other) noexcept : fd_(other.release()) {}
  Descriptor& operator=(Descriptor&& other) noexcept;
  ~Descriptor() { close(); }

  int get() const noexcept { return fd_; }
  int release() noexcept { return std::exchange(fd_, -1); }
  void close() noexcept;
  explicit operator bool() const noexcept { return fd_ >= 0; }

 private:
  int fd_;  // -1: owns nothing
};

}  // namespace os
