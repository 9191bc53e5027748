// The two ends of a connection as coroutines: they read like blocking code. Whoever has a loop spawns them on it.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "benchmarks/io/echo/workload.hpp"
#include "runtimes/coro/socket.hpp"
#include "runtimes/coro/task.hpp"

namespace echo {

// The dialogue of the i-th client. Of a connection that ends before its time `heard` stays empty: the tally
// will show it.
template <class Probe>
coro::Task<> talk(coro::Socket& socket, const Parameters& p, std::uint64_t nonce, std::size_t i, Heard& heard,
                  Probe& probe) {
  probe.begin(i);
  Dialogue dialogue(p, nonce, i);
  while (!dialogue.over()) {
    co_await socket.write_all(dialogue.say());
    // Named first: g++ 12 compiles `if (!co_await ...) co_return;` into a coroutine that never starts.
    const bool whole = co_await socket.read_exactly(dialogue.room());
    if (!whole) co_return;
    dialogue.hear_all();
  }
  heard = dialogue.heard();
  probe.end(i);
}

// Sends back what comes, until that was `bytes`.
inline coro::Task<> serve(coro::Socket& socket, std::size_t bytes, std::size_t& served) {
  std::array<std::byte, server_buffer_bytes> buffer;
  while (served < bytes) {
    const std::size_t got = co_await socket.read_some(buffer);
    if (got == 0) co_return;
    co_await socket.write_all(std::span(buffer).first(got));
    served += got;
  }
}

}  // namespace echo
