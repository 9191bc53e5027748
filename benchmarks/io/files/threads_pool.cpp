// `workers` threads that take files from a queue and read with blocking calls: how programs of threads read many files,
// and as many reads are under way as there are threads.
#include "benchmarks/harness/enter.hpp"
#include "benchmarks/io/files/workload.hpp"
#include "runtimes/os/scratch.hpp"
#include "runtimes/sequential/blocking.hpp"
#include "runtimes/threads/pool.hpp"

namespace files {
namespace {

template <class Probe>
class ThreadsPool {
 public:
  static constexpr auto lanes = simul::Lanes::workers;
  static auto unsupported(const Parameters& p, const simul::Limits&) {
    return Shelf<os::ScratchFolder>::unsupported(p);
  }

  ThreadsPool(const Parameters& p, unsigned workers, Probe&) : p_(p), shelf_(p), pool_(workers) {}

  void prepare() { shelf_.prepare(); }

  Answer run(std::uint64_t nonce) {
    Answer answer(shelf_.size());
    for (std::size_t file = 0; file < answer.size(); ++file) {
      pool_.submit([=, this, &read = answer[file]] {
        thread_local std::vector<std::byte> room;
        room.resize(p_.size());
        read = check(std::span(room).first(sequential::read_file(shelf_[file].c_str(), room)), file, nonce);
      });
    }
    pool_.wait();
    return answer;
  }

 private:
  const Parameters& p_;
  Shelf<os::ScratchFolder> shelf_;
  threads::Pool pool_;
};

const simul::Enter<Workload, ThreadsPool> enter{"threads_pool"};

}  // namespace
}  // namespace files
