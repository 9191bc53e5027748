// System calls that fail become exceptions named after the call; interrupted ones are repeated.
#pragma once

#include <cerrno>
#include <concepts>
#include <system_error>

namespace os {

template <std::signed_integral Result>
Result check(Result result, const char* call) {
  if (result < 0) throw std::system_error(errno, std::generic_category(), call);
  return result;
}

// For calls that may simply be made again after a signal. Not for close and connect: the first has
// released the descriptor, the second goes on in the background.
template <std::invocable Call>
auto retry(Call call) {
  auto result = call();
  while (result == -1 && errno == EINTR) result = call();
  return result;
}

}  // namespace os
