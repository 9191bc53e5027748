#include "runtimes/os/descriptor.hpp"

#include <unistd.h>

namespace os {

Descriptor& Descriptor::operator=(Descriptor&& other) noexcept {
  if (this != &other) {
    close();
    fd_ = other.release();
  }
  return *this;
}

// Linux releases the descriptor even when close reports an error, so there is nothing to repeat.
void Descriptor::close() noexcept {
  if (fd_ >= 0) ::close(release());
}

}  // namespace os
