// A file in the temporary folder that many write into. It has no name: it goes with the last process that holds it, however
// that ends.
#pragma once

#include <string>
#include <string_view>

#include "runtimes/os/descriptor.hpp"

namespace os {

class ScratchFile {
 public:
  ScratchFile();

  // By any thread, and by any process that was forked since. What one call appends stands together: the end is found and
  // written to in one step (O_APPEND), by one system call. Throws when there is no room for all of it.
  void append(std::string_view text) const;

  void clear() const;
  std::string contents() const;
  int fd() const noexcept { return file_.get(); }

 private:
  Descriptor file_;
};

}  // namespace os
