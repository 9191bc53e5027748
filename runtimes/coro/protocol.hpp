// Connections without coroutines: a Transport owns the socket and calls its Protocol when something happens.
// The same idea, and the same names, as asyncio's; everything happens on the loop's thread, between the
// coroutines, and what a protocol throws ends Loop::run.
#pragma once

#include <cstddef>
#include <span>
#include <system_error>

namespace coro {

class Transport;

class Protocol {
 public:
  virtual ~Protocol() = default;

  virtual void connection_made(Transport&) {}                // first, before the constructor returns
  virtual void data_received(std::span<const std::byte>) {}  // the bytes last as long as the call
  virtual bool eof_received() { return false; }              // true: go on writing, close yourself
  virtual void connection_lost(std::error_code) {}           // last, once; no error: closed as wanted
  virtual void pause_writing() {}                            // more than the high mark is unsent
  virtual void resume_writing() {}                           // the rest has shrunk to the low mark
};

}  // namespace coro
