// Permits that processes share; it must live in shared memory: Shared<Semaphore>, or as a member of what is
// shared. A process that dies with a permit keeps it for ever.
#pragma once

#include "runtimes/os/semaphore.hpp"

namespace forked {

class Semaphore : public os::Semaphore {
 public:
  explicit Semaphore(unsigned permits) : os::Semaphore(permits, Between::processes) {}
};

}  // namespace forked
