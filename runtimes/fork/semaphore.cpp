#include "runtimes/fork/semaphore.hpp"

#include "runtimes/os/error.hpp"

namespace forked {

Semaphore::Semaphore(unsigned permits) {
  const int between_processes = 1;
  os::check(::sem_init(&semaphore_, between_processes, permits), "sem_init");
}

void Semaphore::acquire() {
  os::check(os::retry([this] { return ::sem_wait(&semaphore_); }), "sem_wait");
}

bool Semaphore::try_acquire() {
  const int rc = os::retry([this] { return ::sem_trywait(&semaphore_); });
  if (rc == -1 && errno == EAGAIN) return false;
  os::check(rc, "sem_trywait");
  return true;
}

void Semaphore::release() { os::check(::sem_post(&semaphore_), "sem_post"); }

}  // namespace forked
