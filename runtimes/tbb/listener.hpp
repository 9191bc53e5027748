// Connections for tasks: to wait for one suspends the task and not its thread.
#pragma once

#include <cstdint>

#include "runtimes/os/descriptor.hpp"
#include "runtimes/tbb/reactor.hpp"
#include "runtimes/tbb/socket.hpp"

namespace onetbb {

class Listener {
 public:
  Listener(Reactor& reactor, os::Descriptor listening);  // makes it non-blocking

  // One task at a time. Throws once stop() has been called, also in the task that waits.
  Socket accept();
  void stop();  // any thread; for good

 private:
  Reactor& reactor_;
  os::Descriptor socket_;
  Watch watch_;
};

// Called in a task: a connection to a port of this machine.
Socket connect(Reactor& reactor, std::uint16_t port);

}  // namespace onetbb
