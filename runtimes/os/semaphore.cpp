#include "runtimes/os/semaphore.hpp"

#include "runtimes/os/error.hpp"

namespace os {

Semaphore::Semaphore(unsigned permits, Between users) {
  check(::sem_init(&semaphore_, users == Between::processes, permits), "sem_init");
}

void Semaphore::acquire() {
  check(retry([this] { return ::sem_wait(&semaphore_); }), "sem_wait");
}

bool Semaphore::try_acquire() {
  const int rc = retry([this] { return ::sem_trywait(&semaphore_); });
  if (rc == -1 && errno == EAGAIN) return false;
  check(rc, "sem_trywait");
  return true;
}

void Semaphore::release() { check(::sem_post(&semaphore_), "sem_post"); }

}  // namespace os
