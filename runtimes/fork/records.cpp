#include "runtimes/fork/records.hpp"

#include <fcntl.h>

#include "runtimes/os/error.hpp"

namespace forked {

std::size_t shrink(const os::Pipe& pipe) {
  return static_cast<std::size_t>(
      os::check(::fcntl(pipe.write_end.get(), F_SETPIPE_SZ, 1), "fcntl(F_SETPIPE_SZ)"));
}

}  // namespace forked
