// Whose memory is known beforehand: each holds it for long enough to be looked at.
#include <pthread.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <system_error>
#include <thread>

#include "benchmarks/harness/enter.hpp"
#include "benchmarks/harness/work.hpp"
#include "runtimes/fork/shared.hpp"

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

// Where the processes of a family, and their parent, wait until all have what they hoard: on a busy machine
// the first might otherwise be gone before the last has come.
class Gathering {
 public:
  explicit Gathering(std::size_t processes) : barrier_(1) {
    pthread_barrierattr_t attributes;
    ::pthread_barrierattr_init(&attributes);
    ::pthread_barrierattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED);
    const auto parties = static_cast<unsigned>(processes + 1);
    const int error = ::pthread_barrier_init(barrier_.begin(), &attributes, parties);
    ::pthread_barrierattr_destroy(&attributes);
    if (error != 0) throw std::system_error(error, std::generic_category(), "pthread_barrier_init");
  }
  void wait() { ::pthread_barrier_wait(barrier_.begin()); }

 private:
  forked::Shared<pthread_barrier_t> barrier_;
};

// A megabyte is a million bytes, rounded up to pages by the kernel.
template <class All>
void hold(const Parameters& p, All all_hold) {
  const auto bytes = static_cast<std::size_t>(p.megabytes) * 1'000'000;
  void* memory =
      ::mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
  if (memory == MAP_FAILED) throw std::system_error(errno, std::generic_category(), "mmap of a hoard");
  all_hold();
  std::this_thread::sleep_for(std::chrono::milliseconds(400));
  ::munmap(memory, bytes);
}

template <class Probe>
struct Alone {
  static constexpr auto lanes = simul::Lanes::one;
  static std::optional<std::string> unsupported(const Parameters& p, const simul::Limits&) {
    if (p.processes == 1) return std::nullopt;
    return "alone is one";
  }
  Alone(const Parameters& parameters, unsigned, Probe& told) : p(parameters), probe(told) {}
  Answer run(std::uint64_t nonce) {
    Clock::time_point all_hold;
    probe.begin(0);
    hold(p, [&] { all_hold = Clock::now(); });
    probe.end(0);
    return {simul::mix(nonce), all_hold, Clock::now()};
  }
  const Parameters& p;
  Probe& probe;
};

template <class Probe>
struct Family {
  static constexpr auto lanes = simul::Lanes::per_task;
  Family(const Parameters& parameters, unsigned, Probe& told) : p(parameters), probe(told) {}
  Answer run(std::uint64_t nonce) {
    Gathering gathering(Workload::tasks(p));
    for (std::size_t child = 0; child < Workload::tasks(p); ++child) {
      if (::fork() != 0) continue;
      probe.begin(child);
      hold(p, [&] { gathering.wait(); });
      probe.end(child);
      ::_exit(0);
    }
    gathering.wait();
    const auto all_hold = Clock::now();
    ::wait(nullptr);
    const auto first_ends = Clock::now();
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
