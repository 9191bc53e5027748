// libuv's pool of threads: one per process, four threads unless told, its size fixed at first use.
#pragma once

#include <optional>
#include <string>

namespace uv {

// Sets the size and starts the threads, so that no one pays for them later. Call it before anything
// else uses the pool, which files and name look-ups of libuv's do too. Throws std::logic_error if the
// pool has already been started with another size.
void size_pool(unsigned workers);

// Why libuv cannot have a pool of that size; it would cut a larger one to its limit without a word.
std::optional<std::string> too_large(unsigned workers);

unsigned pool_size() noexcept;  // 0: not yet sized

}  // namespace uv
