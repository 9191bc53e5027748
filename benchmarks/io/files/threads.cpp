// A thread per file, as if files were tasks worth a thread: each reads and checks its own, and as many at a time are
// joined as there are to be open at once.
#include "benchmarks/harness/enter.hpp"
#include "benchmarks/io/files/workload.hpp"
#include "runtimes/os/scratch.hpp"
#include "runtimes/sequential/blocking.hpp"
#include "runtimes/threads/group.hpp"

namespace files {
namespace {

template <class Probe>
class Threads {
 public:
  static constexpr auto lanes = simul::Lanes::per_task;
  static auto unsupported(const Parameters& p, const simul::Limits&) {
    return Shelf<os::ScratchFolder>::unsupported(p);
  }

  Threads(const Parameters& p, unsigned, Probe&)
      : shelf_(p), rooms_(most_open, std::vector<std::byte>(p.size())) {}

  void prepare() { shelf_.prepare(); }

  Answer run(std::uint64_t nonce) {
    Answer answer(shelf_.size());
    for (std::size_t first = 0; first < answer.size(); first += most_open) {
      const std::size_t end = std::min(first + most_open, answer.size());
      threads::Group readers(most_open);
      for (std::size_t file = first; file < end; ++file) {
        readers.spawn(
            [=, this, &read = answer[file]] { read = read_one(file, rooms_[file - first], nonce); });
      }
      readers.join();
    }
    return answer;
  }

 private:
  Read read_one(std::size_t file, std::span<std::byte> room, std::uint64_t nonce) const {
    return check(room.first(sequential::read_file(shelf_[file].c_str(), room)), file, nonce);
  }

  Shelf<os::ScratchFolder> shelf_;
  std::vector<std::vector<std::byte>> rooms_;
};

const simul::Enter<Workload, Threads> enter{"threads"};

}  // namespace
}  // namespace files
