// A wake-up that a poller can wait for: any thread signals, the poller's thread drains.
#pragma once

#include "runtimes/os/descriptor.hpp"

namespace os {

class EventFd {
 public:
  EventFd();

  int fd() const noexcept { return event_.get(); }
  void signal();  // readable until drained; signals before that are one signal
  bool drain();   // whether there was a signal; never blocks

 private:
  Descriptor event_;
};

}  // namespace os
