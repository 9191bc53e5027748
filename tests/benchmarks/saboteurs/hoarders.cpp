// Whose memory is known beforehand: each holds it for long enough to be looked at.
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <system_error>
#include <thread>

#include "benchmarks/harness/enter.hpp"
#include "benchmarks/harness/work.hpp"
#include "runtimes/os/pipe.hpp"

namespace hoard {
namespace {

using Clock = std::chrono::steady_clock;

struct Parameters {
  std::int64_t processes, megabytes;
};

struct Answer {
  std::uint64_t stamp;
  Clock::time_point all_hold, first_ends;
};

struct Workload {
  static constexpr std::string_view kind = "mixed", name = "hoard";
  static constexpr std::string_view in_turn = "one hoard after the other", waits = "hoards were held",
                                    works = "";
  using Parameters = hoard::Parameters;
  using Answer = hoard::Answer;

  static constexpr std::array fields{std::pair{"processes", &Parameters::processes},
                                     std::pair{"megabytes", &Parameters::megabytes}};
  static constexpr bool pure_waits = true;
  static std::vector<Parameters> points(std::string_view) { return {{1, 2}, {4, 50}}; }
  static double units(const Parameters& p) { return static_cast<double>(p.processes); }
  static std::size_t tasks(const Parameters& p) { return static_cast<std::size_t>(p.processes); }
  static std::size_t notes_per_task(const Parameters&) { return 2; }
  static std::optional<std::string> verify(const Parameters&, std::uint64_t nonce, const Answer& answer) {
    return answer.stamp == simul::mix(nonce) ? std::nullopt
                                             : std::optional<std::string>("the stamp is wrong");
  }
  static std::vector<Parameters> memory_points(const Parameters& p) {
    std::vector<Parameters> points;
    for (std::int64_t some = 1; some <= p.processes; ++some) points.push_back({some, p.megabytes});
    return points;
  }
  static std::pair<Clock::time_point, Clock::time_point> together(const Parameters&, const Answer& answer) {
    return {answer.all_hold, answer.first_ends};
  }
};

// A megabyte is a million bytes, rounded up to pages by the kernel.
void hold(const Parameters& p, auto until) {
  const auto bytes = static_cast<std::size_t>(p.megabytes) * 1'000'000;
  void* memory =
      ::mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
  if (memory == MAP_FAILED) throw std::system_error(errno, std::generic_category(), "mmap of a hoard");
  until();
  ::munmap(memory, bytes);
}

// Nobody tells who is looked at that he was: as long as a busy machine may need for a few looks.
void be_looked_at() { std::this_thread::sleep_for(std::chrono::milliseconds(400)); }

template <class Probe>
struct Alone {
  static constexpr auto lanes = simul::Lanes::one;
  static std::optional<std::string> unsupported(const Parameters& p, const simul::Limits&) {
    if (p.processes == 1) return std::nullopt;
    return "alone is one";
  }
  Alone(const Parameters& parameters, unsigned, Probe& told) : p(parameters), probe(told) {}
  Answer run(std::uint64_t nonce) {
    const auto start = Clock::now();
    probe.begin(0);
    hold(p, be_looked_at);
    probe.end(0);
    return {simul::mix(nonce), start, Clock::now()};
  }
  const Parameters& p;
  Probe& probe;
};

// Each holds until all do and have been looked at, however long the last one takes to come so far.
template <class Probe>
struct Family {
  static constexpr auto lanes = simul::Lanes::per_task;
  Family(const Parameters& parameters, unsigned, Probe& told) : p(parameters), probe(told) {}
  Answer run(std::uint64_t nonce) {
    const os::Pipe holding = os::make_pipe();  // a byte from each who holds
    os::Pipe looked_at = os::make_pipe();      // has an end when nobody is left who could write
    for (std::size_t child = 0; child < Workload::tasks(p); ++child) {
      if (::fork() != 0) continue;
      looked_at.write_end.close();
      probe.begin(child);
      hold(p, [&] {
        char end = 0;
        if (::write(holding.write_end.get(), &end, 1) == 1) (void)!::read(looked_at.read_end.get(), &end, 1);
      });
      probe.end(child);
      ::_exit(0);
    }
    for (std::size_t held = 0; held < Workload::tasks(p); ++held) {
      char one;
      if (::read(holding.read_end.get(), &one, 1) != 1) break;
    }
    const auto all_hold = Clock::now();
    be_looked_at();
    const auto first_ends = Clock::now();
    looked_at.write_end.close();
    while (::wait(nullptr) > 0) continue;
    return {simul::mix(nonce), all_hold, first_ends};
  }
  const Parameters& p;
  Probe& probe;
};

const simul::Enter<Workload, Alone> alone{"alone"};
const simul::Enter<Workload, Family> family{"family"};

}  // namespace
}  // namespace hoard
