#include "benchmarks/harness/process_tree.hpp"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

namespace simul {
namespace {

std::string proc(pid_t process, std::string_view file) {
  return "/proc/" + std::to_string(process) + '/' + std::string(file);
}

// The kB behind each of the labels in a file like /proc/self/status, in bytes; 0 for one that is not there.
template <std::size_t count>
std::array<std::int64_t, count> labelled_bytes(const std::string& path,
                                               const std::string_view (&labels)[count]) {
  std::array<std::int64_t, count> found{};
  std::ifstream file(path);
  for (std::string word; file >> word;) {
    const auto label = std::ranges::find(labels, word);
    if (label == std::end(labels)) continue;
    std::int64_t kib = 0;
    file >> kib;
    found[static_cast<std::size_t>(label - labels)] = kib * 1024;
  }
  return found;
}

// A zombie has neither memory nor a stack left: its status has no VmPTE, and its threads do not count.
std::int64_t footprint_bytes(pid_t process) {
  std::int64_t page_tables = 0, threads = 0;
  std::ifstream status(proc(process, "status"));
  for (std::string word; status >> word;) {
    if (word == "VmPTE:") status >> page_tables;
    if (word != "Threads:") continue;
    status >> threads;
    break;  // behind VmPTE
  }
  if (page_tables == 0) return 0;
  const auto [dirty] = labelled_bytes(proc(process, "smaps_rollup"), {"Private_Dirty:"});
  return dirty + page_tables * 1024 + threads * kernel_stack_bytes;
}

enum class Group { same, another };

std::vector<pid_t> children_of(pid_t parent, Group wanted) {
  std::vector<pid_t> found;
  const pid_t group = ::getpgid(parent);
  std::ifstream children(proc(parent, "task/" + std::to_string(parent) + "/children"));
  for (pid_t child; children >> child;)
    if ((::getpgid(child) == group) == (wanted == Group::same)) found.push_back(child);
  return found;
}

}  // namespace

std::vector<pid_t> descendants(pid_t root) {
  std::vector<pid_t> found;
  for (const pid_t child : children_of(root, Group::same)) {
    found.push_back(child);
    const auto below = descendants(child);
    found.insert(found.end(), below.begin(), below.end());
  }
  return found;
}

std::vector<pid_t> counterparts(pid_t root) { return children_of(root, Group::another); }

std::int64_t rss_bytes(pid_t process) {
  std::ifstream statm(proc(process, "statm"));
  std::int64_t total = 0, resident = 0;
  statm >> total >> resident;
  return resident * ::sysconf(_SC_PAGESIZE);
}

std::int64_t pss_bytes(pid_t process) {
  const auto [anonymous, shared] = labelled_bytes(proc(process, "smaps_rollup"), {"Pss_Anon:", "Pss_Shmem:"});
  return anonymous + shared;
}

std::int64_t pss_bytes_of_tree(pid_t root) {
  std::int64_t sum = pss_bytes(root);
  for (const pid_t process : descendants(root)) sum += pss_bytes(process);
  return sum;
}

std::int64_t footprint_bytes_of_tree(pid_t root) {
  std::int64_t sum = footprint_bytes(root);
  for (const pid_t process : descendants(root)) sum += footprint_bytes(process);
  return sum;
}

std::int64_t own_peak_bytes() {
  const auto [peak, files] = labelled_bytes("/proc/self/status", {"VmHWM:", "RssFile:"});
  return peak - files;
}

}  // namespace simul
