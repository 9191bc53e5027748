// A counting semaphore between processes; it must live in shared memory: Shared<Semaphore>, or as a
// member of what is shared. Free of system calls while nobody has to wait.
#pragma once

#include <semaphore.h>

namespace forked {

class Semaphore {
 public:
  explicit Semaphore(unsigned permits);
  Semaphore(const Semaphore&) = delete;
  Semaphore& operator=(const Semaphore&) = delete;

  // A process that dies between the two keeps its permit for ever.
  void acquire();
  bool try_acquire();
  void release();

 private:
  sem_t semaphore_;  // on Linux no more than this memory: needs no sem_destroy
};

}  // namespace forked
