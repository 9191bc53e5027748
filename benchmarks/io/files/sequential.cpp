// One file after the other: four system calls each, with one buffer for all.
#include "benchmarks/harness/enter.hpp"
#include "benchmarks/io/files/workload.hpp"
#include "runtimes/os/scratch.hpp"
#include "runtimes/sequential/blocking.hpp"

namespace files {
namespace {

template <class Probe>
class Sequential {
 public:
  static constexpr auto lanes = simul::Lanes::one;
  static auto unsupported(const Parameters& p, const simul::Limits&) {
    return Shelf<os::ScratchFolder>::unsupported(p);
  }

  Sequential(const Parameters& p, unsigned, Probe&) : shelf_(p), room_(p.size()) {}

  void prepare() { shelf_.prepare(); }

  Answer run(std::uint64_t nonce) {
    Answer answer;
    for (std::size_t file = 0; file < shelf_.size(); ++file) {
      const std::size_t got = sequential::read_file(shelf_[file].c_str(), room_);
      answer.push_back(check(std::span(room_).first(got), file, nonce));
    }
    return answer;
  }

 private:
  Shelf<os::ScratchFolder> shelf_;
  std::vector<std::byte> room_;
};

const simul::Enter<Workload, Sequential> enter{"sequential"};

}  // namespace
}  // namespace files
