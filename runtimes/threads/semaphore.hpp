// Permits that threads share. std::counting_semaphore should do the same as POSIX's, but in libstdc++ 12 its
// release() wakes every waiter for the one permit: 24 threads at one semaphore switched 24,000 times where
// 2,000 do.
#pragma once

#include "runtimes/os/semaphore.hpp"

namespace threads {

class Semaphore : public os::Semaphore {
 public:
  explicit Semaphore(unsigned permits) : os::Semaphore(permits, Between::threads) {}
};

}  // namespace threads
