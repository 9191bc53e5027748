// What tests send and write: bytes of which none says the same as its neighbour.
#pragma once

#include <cstddef>
#include <vector>

using Bytes = std::vector<std::byte>;

inline Bytes counting(std::size_t size) {
  Bytes bytes(size);
  for (std::size_t i = 0; i < size; ++i) bytes[i] = static_cast<std::byte>(i * 7);
  return bytes;
}
