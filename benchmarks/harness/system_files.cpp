#include "benchmarks/harness/system_files.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <sstream>

#include "runtimes/os/descriptor.hpp"
#include "runtimes/os/error.hpp"

namespace simul {
namespace {

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\n");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\n") - first + 1);
}

std::vector<std::string> split(const std::string& text, char separator) {
  std::vector<std::string> parts;
  std::istringstream stream(text);
  for (std::string part; std::getline(stream, part, separator);) parts.push_back(part);
  return parts;
}

// A group and all above it: "/a/b" gives "/a/b", "/a" and "".
void add_with_parents(std::vector<std::string>& folders, const std::string& mount, std::string group) {
  while (group.ends_with('/')) group.pop_back();
  for (;; group.erase(group.rfind('/'))) {
    folders.push_back(mount + group);
    if (group.rfind('/') == std::string::npos) return;
  }
}

}  // namespace

std::optional<std::int64_t> number_in(std::string_view text) {
  text = trimmed(text);
  std::int64_t number = 0;
  const auto end = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool whole = end.ptr == text.data() + text.size() || *end.ptr == ' ' || *end.ptr == '\t';
  return end.ec == std::errc() && whole ? std::optional(number) : std::nullopt;
}

std::filesystem::path SystemFiles::at(std::string_view path) const {
  return root_ / std::filesystem::path(path).relative_path();
}

std::optional<std::string> SystemFiles::text(std::string_view path, std::size_t bytes) const {
  const os::Descriptor file(::open(at(path).c_str(), O_RDONLY | O_CLOEXEC));
  if (!file) return std::nullopt;
  std::string text;
  std::array<char, 4096> piece;  // small: what a cell's process reads here stands in its peak memory
  while (text.size() < bytes) {
    const std::size_t room = std::min(piece.size(), bytes - text.size());
    const ssize_t n = os::retry([&] { return ::read(file.get(), piece.data(), room); });
    if (n < 0) return std::nullopt;
    if (n == 0) break;
    text.append(piece.data(), static_cast<std::size_t>(n));
  }
  return text;
}

std::optional<std::string> SystemFiles::line(std::string_view path) const {
  const auto all = text(path, 4096);
  if (!all) return std::nullopt;
  const std::string first(trimmed(std::string_view(*all).substr(0, all->find('\n'))));
  return first.empty() ? std::nullopt : std::optional(first);
}

std::optional<std::int64_t> SystemFiles::number(std::string_view path) const {
  const auto first = line(path);
  return first ? number_in(*first) : std::nullopt;
}

std::optional<std::string> SystemFiles::labelled(std::string_view path, std::string_view label) const {
  const auto all = text(path);
  if (!all) return std::nullopt;
  for (const auto& each : split(*all, '\n')) {
    if (!each.starts_with(label)) continue;
    const std::string_view rest = std::string_view(each).substr(label.size());
    if (!rest.empty() && rest[0] != ':' && rest[0] != ' ' && rest[0] != '\t') continue;
    const auto value = trimmed(rest.substr(std::min(rest.size(), rest.find_first_not_of(": \t"))));
    return std::string(value);
  }
  return std::nullopt;
}

std::vector<std::string> SystemFiles::names(std::string_view folder) const {
  std::vector<std::string> found;
  std::error_code failed;
  for (const auto& entry : std::filesystem::directory_iterator(at(folder), failed))
    found.push_back(entry.path().filename());
  std::ranges::sort(found);
  return found;
}

bool SystemFiles::has(std::string_view path) const {
  std::error_code failed;
  return std::filesystem::exists(at(path), failed);
}

std::vector<std::string> cgroup_folders(const SystemFiles& files, std::string_view controller) {
  std::vector<std::string> folders;
  const std::string mount = "/sys/fs/cgroup";
  for (const auto& line : split(files.text("/proc/self/cgroup").value_or(""), '\n')) {
    const auto parts = split(line, ':');  // hierarchy:controllers:group
    if (parts.size() < 3) continue;
    if (parts[1].empty()) {
      add_with_parents(folders, mount, parts[2]);
    } else if (const auto controllers = split(parts[1], ',');
               std::ranges::find(controllers, controller) != controllers.end()) {
      add_with_parents(folders, mount + '/' + parts[1], parts[2]);
      if (controllers.size() > 1) add_with_parents(folders, mount + '/' + std::string(controller), parts[2]);
    }
  }
  return folders;
}

}  // namespace simul
