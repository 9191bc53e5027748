#include "benchmarks/harness/out_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

#include "benchmarks/harness/file_error.hpp"
#include "runtimes/os/descriptor.hpp"

namespace simul {

OutFile::OutFile(std::filesystem::path path) : path_(std::move(path)) {
  const auto status = std::filesystem::status(path_);
  if (std::filesystem::is_directory(status))
    throw FileError("--out " + path_.string() + " is a folder; name a file");
  if (!path_.has_filename()) throw FileError("--out '" + path_.string() + "' names no file");
  special_ = std::filesystem::exists(status) && !std::filesystem::is_regular_file(status);
  if (special_) {
    write_through("\n");  // white space is still valid JSON, and a full device shows itself
    return;
  }
  std::error_code failed;
  if (path_.has_parent_path()) std::filesystem::create_directories(path_.parent_path(), failed);
  const std::filesystem::path trial = path_.string() + ".part";
  const os::Descriptor created(::open(trial.c_str(), O_CREAT | O_WRONLY | O_CLOEXEC, 0666));
  if (!created) throw FileError("cannot write --out " + path_.string() + ": " + std::strerror(errno));
  std::filesystem::remove(trial, failed);
}

void OutFile::write_through(const std::string& text) const {
  const std::filesystem::path target = special_ ? path_ : std::filesystem::path(path_.string() + ".part");
  const os::Descriptor file(
      ::open(target.c_str(), O_CREAT | O_WRONLY | O_CLOEXEC | (special_ ? 0 : O_TRUNC), 0666));
  bool good = static_cast<bool>(file);
  for (std::size_t sent = 0; good && sent < text.size();) {
    const ssize_t n = ::write(file.get(), text.data() + sent, text.size() - sent);
    if (n < 0 && errno == EINTR) continue;
    good = n >= 0;
    if (good) sent += static_cast<std::size_t>(n);
  }
  good = good && (special_ || ::fsync(file.get()) == 0);
  good = good && (special_ || std::rename(target.c_str(), path_.c_str()) == 0);
  if (good) return;
  const std::string why = std::strerror(errno);
  if (!special_) ::unlink(target.c_str());
  throw FileError("cannot write --out " + path_.string() + ": " + why);
}

void OutFile::replace(const Json& json) const {
  if (!special_) finish(json);
}

void OutFile::finish(const Json& json) const { write_through(text_of(json, 1) + '\n'); }

void OutFile::finish_with(const std::string& text) const { write_through(text); }

}  // namespace simul
