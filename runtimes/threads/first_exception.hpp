// Of all that went wrong in other threads, what went wrong first; costs nothing while nothing does.
#pragma once

#include <exception>
#include <mutex>

namespace threads {

class FirstException {
 public:
  // Any thread; later ones are dropped.
  void keep(std::exception_ptr exception) noexcept;
  // Throws what was kept, once.
  void rethrow();

 private:
  std::mutex mutex_;
  std::exception_ptr first_;
};

}  // namespace threads
