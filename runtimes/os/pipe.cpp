#include "runtimes/os/pipe.hpp"

#include <fcntl.h>
#include <unistd.h>

#include "runtimes/os/error.hpp"

namespace os {

Pipe make_pipe() {
  int ends[2];
  check(::pipe2(ends, O_CLOEXEC), "pipe2");
  return {.read_end = Descriptor(ends[0]), .write_end = Descriptor(ends[1])};
}

}  // namespace os
