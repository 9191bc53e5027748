// A pipe that both ends close by themselves.
#pragma once

#include "runtimes/os/descriptor.hpp"

namespace os {

struct Pipe {
  Descriptor read_end, write_end;
};

Pipe make_pipe();  // blocking, close-on-exec

}  // namespace os
