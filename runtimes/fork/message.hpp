// What a pool and its workers write into their pipes.
#pragma once

#include <limits.h>

#include <concepts>
#include <cstddef>
#include <optional>
#include <span>
#include <type_traits>

namespace forked {

// Travels between processes as bytes: no pointers but into shared memory.
template <class T>
concept Message = std::is_trivially_copyable_v<T> && std::default_initializable<T>;

template <Message Request>
struct Order {
  std::size_t index;
  Request request;
};

template <Message Reply>
struct Answer {
  std::size_t index;  // the order's
  Reply reply;
};

template <Message Request>
using Mail = std::optional<Order<Request>>;  // nothing: leave

template <class T>
constexpr bool fits_a_pipe = std::is_trivially_copyable_v<T> && sizeof(T) <= PIPE_BUF;

template <class T>
std::span<const std::byte> bytes_of(const T& message) {
  return std::as_bytes(std::span(&message, 1));
}

template <class T>
std::span<std::byte> room_of(T& message) {
  return std::as_writable_bytes(std::span(&message, 1));
}

}  // namespace forked
