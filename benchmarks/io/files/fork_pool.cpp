// `workers` processes forked before the clock: file numbers go to them over pipes, checksums come back. Each has a
// buffer of its own, and no byte of a file crosses a process.
#include "benchmarks/harness/enter.hpp"
#include "benchmarks/io/files/workload.hpp"
#include "runtimes/fork/pool.hpp"
#include "runtimes/os/scratch.hpp"
#include "runtimes/sequential/blocking.hpp"

namespace files {
namespace {

struct Request {
  std::size_t file;
  std::uint64_t nonce;
};

template <class Probe>
class ForkPool {
 public:
  static constexpr auto lanes = simul::Lanes::workers;
  static auto unsupported(const Parameters& p, const simul::Limits&) {
    return Shelf<os::ScratchFolder>::unsupported(p);
  }

  ForkPool(const Parameters& p, unsigned workers, Probe&)
      : shelf_(p),
        pool_(workers, [this, room = std::vector<std::byte>(p.size())](const Request& request) mutable {
          const std::size_t got = sequential::read_file(shelf_[request.file].c_str(), room);
          return check(std::span(room).first(got), request.file, request.nonce);
        }) {}

  void prepare() { shelf_.prepare(); }

  Answer run(std::uint64_t nonce) {
    std::vector<Request> requests;
    for (std::size_t file = 0; file < shelf_.size(); ++file) requests.push_back({file, nonce});
    return pool_.map(requests);
  }

 private:
  Shelf<os::ScratchFolder> shelf_;
  forked::Pool<Request, Read> pool_;
};

const simul::Enter<Workload, ForkPool> enter{"fork_pool"};

}  // namespace
}  // namespace files
