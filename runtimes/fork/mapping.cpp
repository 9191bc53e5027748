#include "runtimes/fork/mapping.hpp"

#include <sys/mman.h>

#include <algorithm>
#include <cerrno>
#include <system_error>
#include <utility>

namespace forked {

Mapping::Mapping(std::size_t bytes) : bytes_(std::max<std::size_t>(bytes, 1)) {
  address_ = ::mmap(nullptr, bytes_, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (address_ == MAP_FAILED) throw std::system_error(errno, std::generic_category(), "mmap");
}

Mapping::Mapping(Mapping&& other) noexcept
    : address_(std::exchange(other.address_, nullptr)), bytes_(other.bytes_) {}

Mapping::~Mapping() {
  if (address_) ::munmap(address_, bytes_);
}

}  // namespace forked
