// POSIX's counting semaphore: free of system calls while nobody has to wait, and a release wakes one who does.
#pragma once

#include <semaphore.h>

namespace os {

class Semaphore {
 public:
  enum class Between { threads, processes };  // the latter: it must live in shared memory

  Semaphore(unsigned permits, Between users);
  Semaphore(const Semaphore&) = delete;
  Semaphore& operator=(const Semaphore&) = delete;

  void acquire();
  bool try_acquire();
  void release();  // anybody

 private:
  sem_t semaphore_;  // on Linux no more than this memory: needs no sem_destroy
};

}  // namespace os
