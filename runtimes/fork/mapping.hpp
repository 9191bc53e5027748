// Zeroed memory that a process and the children it forks later see as one.
#pragma once

#include <cstddef>

namespace forked {

class Mapping {
 public:
  explicit Mapping(std::size_t bytes);
  Mapping(Mapping&& other) noexcept;
  Mapping& operator=(Mapping&&) = delete;
  ~Mapping();

  void* address() const noexcept { return address_; }

 private:
  void* address_;  // page-aligned; null: moved from
  std::size_t bytes_;
};

}  // namespace forked
