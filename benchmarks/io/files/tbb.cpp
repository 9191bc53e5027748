// parallel_for over the files, with a buffer for each thread that takes part (enumerable_thread_specific). The reads
// block, and a worker with them: oneTBB has no I/O, and its user guide warns of tasks that block often ("When
// task-based programming is inappropriate"). https://oneapi-spec.uxlfoundation.org (oneTBB, parallel_for)
#include <oneapi/tbb/enumerable_thread_specific.h>
#include <oneapi/tbb/parallel_for.h>

#include "benchmarks/harness/enter.hpp"
#include "benchmarks/io/files/workload.hpp"
#include "runtimes/os/scratch.hpp"
#include "runtimes/sequential/blocking.hpp"
#include "runtimes/tbb/arena.hpp"

namespace files {
namespace {

template <class Probe>
class Tbb {
 public:
  static constexpr auto lanes = simul::Lanes::workers;
  static auto unsupported(const Parameters& p, const simul::Limits&) {
    return Shelf<os::ScratchFolder>::unsupported(p);
  }

  Tbb(const Parameters& p, unsigned workers, Probe&)
      : shelf_(p), rooms_(std::vector<std::byte>(p.size())), arena_(workers) {}

  void prepare() { shelf_.prepare(); }

  Answer run(std::uint64_t nonce) {
    Answer answer(shelf_.size());
    const auto read = [&](std::size_t file) {
      const std::span<std::byte> room = rooms_.local();
      const std::size_t got = sequential::read_file(shelf_[file].c_str(), room);
      answer[file] = check(room.first(got), file, nonce);
    };
    arena_.execute([&] { tbb::parallel_for(std::size_t{0}, answer.size(), read); });
    return answer;
  }

 private:
  Shelf<os::ScratchFolder> shelf_;
  tbb::enumerable_thread_specific<std::vector<std::byte>> rooms_;
  onetbb::Arena arena_;
};

const simul::Enter<Workload, Tbb> enter{"tbb"};

}  // namespace
}  // namespace files
