// The other side of the crawl: an HTTP/1.1 server on loopback, built on libuv, in a process of its own. It is no part of any
// contestant: it leaves the process group, so that neither its CPU time nor its memory is counted as theirs, and it is not
// placed on a CPU that --pin gave to one of their workers. What it cannot do is run somewhere else: it shares the CPUs
// that they may use, and where a cell is confined to one, that one.
//
// Construct it before there are threads: it forks.
#pragma once

#include <atomic>
#include <cstdint>

#include "benchmarks/io/fetch/workload.hpp"
#include "runtimes/fork/child.hpp"
#include "runtimes/fork/shared.hpp"
#include "runtimes/os/tcp.hpp"

namespace fetch {

class Origin {
 public:
  explicit Origin(const Parameters& p) : Origin(p, os::listen_loopback()) {}

  // Whoever connects before the server runs waits in the backlog.
  std::uint16_t port() const noexcept { return port_; }

  // Since the nonce of the requests changed: of this run. An answer has been counted before it is sent.
  Served served() const noexcept;

  // Shared with the server.
  struct Counts {
    std::atomic<std::int64_t> answers, broken_off, most_at_once;
  };

 private:
  Origin(const Parameters& p, os::Listener listener);

  std::uint16_t port_;
  forked::Shared<Counts> counts_{1};
  forked::Child server_;
};

}  // namespace fetch
