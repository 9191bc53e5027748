// Permits that threads share: POSIX's semaphore, free of system calls while nobody has to wait, and a
// release wakes one. std::counting_semaphore should do the same, but in libstdc++ 12 its release()
// wakes every waiter for the one permit: 24 threads at one semaphore switched 24,000 times where 2,000
// do.
#pragma once

#include <semaphore.h>

namespace threads {

class Semaphore {
 public:
  explicit Semaphore(unsigned permits);
  Semaphore(const Semaphore&) = delete;
  Semaphore& operator=(const Semaphore&) = delete;
  ~Semaphore();  // nobody may be waiting

  void acquire();
  bool try_acquire();
  void release();  // any thread

 private:
  sem_t semaphore_;
};

}  // namespace threads
