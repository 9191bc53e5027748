// Known at compile time, in one place: which sanitizer watches this build. g++ defines a macro, clang has a feature.
#pragma once

#ifndef __has_feature
#define __has_feature(name) 0
#endif

namespace coro {

#if defined(__SANITIZE_ADDRESS__) || __has_feature(address_sanitizer)
inline constexpr bool under_address_sanitizer = true;
#else
inline constexpr bool under_address_sanitizer = false;
#endif

#if defined(__SANITIZE_THREAD__) || __has_feature(thread_sanitizer)
inline constexpr bool under_thread_sanitizer = true;
#else
inline constexpr bool under_thread_sanitizer = false;
#endif

}  // namespace coro
