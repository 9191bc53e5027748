#include "runtimes/os/scratch_file.hpp"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>

#include "runtimes/os/error.hpp"

namespace os {
namespace {

// Not O_TMPFILE, which some file systems do not have.
Descriptor make_nameless() {
  std::string name = std::filesystem::temp_directory_path() / "simul-XXXXXX";
  Descriptor file(check(::mkostemp(name.data(), O_APPEND | O_CLOEXEC), "mkostemp"));
  check(::unlink(name.c_str()), "unlink");
  return file;
}

}  // namespace

ScratchFile::ScratchFile() : file_(make_nameless()) {}

// A second call for the rest would let others in between.
void ScratchFile::append(std::string_view text) const {
  const auto written = check(retry([&] { return ::write(fd(), text.data(), text.size()); }), "write");
  if (static_cast<std::size_t>(written) != text.size())
    throw std::system_error(ENOSPC, std::generic_category(), "write");
}

void ScratchFile::clear() const {
  check(retry([&] { return ::ftruncate(fd(), 0); }), "ftruncate");
}

std::string ScratchFile::contents() const {
  struct stat status {};
  check(::fstat(fd(), &status), "fstat");
  std::string text(static_cast<std::size_t>(status.st_size), '\0');
  std::size_t filled = 0;
  while (filled < text.size()) {
    const auto got =
        check(retry([&] {
                return ::pread(fd(), text.data() + filled, text.size() - filled, static_cast<off_t>(filled));
              }),
              "pread");
    if (got == 0) break;  // it has become shorter meanwhile
    filled += static_cast<std::size_t>(got);
  }
  text.resize(filled);
  return text;
}

}  // namespace os
