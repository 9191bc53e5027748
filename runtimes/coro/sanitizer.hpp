// Known at compile time, in one place: whether AddressSanitizer watches this build.
#pragma once

namespace coro {

#if defined(__SANITIZE_ADDRESS__)
inline constexpr bool under_address_sanitizer = true;
#else
inline constexpr bool under_address_sanitizer = false;
#endif

}  // namespace coro
