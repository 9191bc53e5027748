#include "runtimes/threads/semaphore.hpp"

#include "runtimes/os/error.hpp"

namespace threads {

Semaphore::Semaphore(unsigned permits) {
  const int between_threads = 0;
  os::check(::sem_init(&semaphore_, between_threads, permits), "sem_init");
}

Semaphore::~Semaphore() { ::sem_destroy(&semaphore_); }

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

}  // namespace threads
