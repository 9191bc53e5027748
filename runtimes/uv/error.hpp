// libuv returns negative codes; here they become exceptions named after the call.
#pragma once

#include <system_error>

namespace uv {

// A code that stands for an errno compares equal to its std::errc.
const std::error_category& category() noexcept;

[[noreturn]] void fail(int code, const char* call);

inline int check(int result, const char* call) {
  if (result < 0) fail(result, call);
  return result;
}

}  // namespace uv
