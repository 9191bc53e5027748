// Who create a known number of things and then sleep until a known time is over: SIMUL_SPENT times so many, in one
// build and in another.
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <memory>
#include <thread>

#include "benchmarks/harness/enter.hpp"
#include "benchmarks/harness/work.hpp"

namespace spend {
namespace {

using Clock = std::chrono::steady_clock;
constexpr std::int64_t spent = SIMUL_SPENT;

struct Parameters {
  std::int64_t tasks;
};

struct Answer {
  std::uint64_t stamp;
  Clock::time_point all_hold, first_ends;
};

struct Workload {
  static constexpr std::string_view kind = "mixed", name = "spend", in_turn = "", waits = "", works = "";
  using Parameters = spend::Parameters;
  using Answer = spend::Answer;

  static constexpr std::array fields{std::pair{"tasks", &Parameters::tasks}};
  static constexpr bool pure_waits = true;
  static std::vector<Parameters> points(std::string_view) { return {{40}}; }
  static double units(const Parameters& p) { return static_cast<double>(p.tasks); }
  static std::size_t tasks(const Parameters& p) { return static_cast<std::size_t>(p.tasks); }
  static std::optional<std::string> verify(const Parameters&, std::uint64_t nonce, const Answer& answer) {
    return answer.stamp == simul::mix(nonce) ? std::nullopt
                                             : std::optional<std::string>("the stamp is wrong");
  }
  // Many: two processes that do the same may differ by a dozen pages.
  static std::vector<Parameters> memory_points(const Parameters& p) {
    return {{10 * p.tasks}, {20 * p.tasks}, {40 * p.tasks}};
  }
  static std::pair<Clock::time_point, Clock::time_point> together(const Parameters&, const Answer& answer) {
    return {answer.all_hold, answer.first_ends};
  }
};

// A piece of the heap that is really there.
std::unique_ptr<char[]> piece(std::size_t bytes) { return std::make_unique<char[]>(bytes); }

// A run takes as long however much was created in it, unless that took longer than anything should: there must be time
// for a look at the memory in any case.
Answer held(std::uint64_t nonce, Clock::time_point start) {
  using namespace std::chrono_literals;
  const auto all_hold = Clock::now();
  std::this_thread::sleep_until(std::max(start + 150ms, all_hold + 60ms));
  return {simul::mix(nonce), all_hold, Clock::now()};
}

template <class Probe>
struct Spender {
  static constexpr auto lanes = simul::Lanes::one;
  Spender(const Parameters& parameters, unsigned, Probe&) : p(parameters) {}
  const Parameters& p;
};

// A page and a half of the heap for each task.
template <class Probe>
struct Pieces : Spender<Probe> {
  using Spender<Probe>::Spender;
  Answer run(std::uint64_t nonce) {
    const auto began = Clock::now();
    std::vector<std::unique_ptr<char[]>> held_pieces;
    held_pieces.reserve(static_cast<std::size_t>(this->p.tasks * spent));
    for (std::int64_t i = 0; i < this->p.tasks * spent; ++i) held_pieces.push_back(piece(6144));
    return held(nonce, began);
  }
};

// One thread in the set-up, as a pool has them, and three in the run.
template <class Probe>
struct Threads : Spender<Probe> {
  Threads(const Parameters& parameters, unsigned workers, Probe& probe)
      : Spender<Probe>(parameters, workers, probe) {
    start(spent);
  }
  Answer run(std::uint64_t nonce) {
    const auto began = Clock::now();
    start(3 * spent);
    return held(nonce, began);
  }
  static void start(std::int64_t threads) {
    for (std::int64_t i = 0; i < threads; ++i) std::jthread([] {});
  }
};

// Three children, and a grandchild each that asks for 30 pieces. And a counterpart, who leaves the process
// group: neither it nor what it asks for after that is the contestant's.
template <class Probe>
struct Processes : Spender<Probe> {
  Processes(const Parameters& parameters, unsigned workers, Probe& probe)
      : Spender<Probe>(parameters, workers, probe), counterpart(::fork()) {
    if (counterpart == 0) {
      ::setpgid(0, 0);
      for (int n = 0; n < 1000 * spent; ++n) kept = piece(1000);
      ::_exit(0);
    }
    siginfo_t end{};
    ::waitid(P_PID, static_cast<id_t>(counterpart), &end, WEXITED | WNOWAIT);
  }
  ~Processes() { ::waitpid(counterpart, nullptr, 0); }
  Answer run(std::uint64_t nonce) {
    const auto began = Clock::now();
    for (std::int64_t i = 0; i < 3 * spent; ++i) {
      in_a_child([] {
        in_a_child([] {
          for (int n = 0; n < 30; ++n) kept = piece(1000);
        });
      });
    }
    return held(nonce, began);
  }
  static void in_a_child(void (*work)()) {
    const pid_t child = ::fork();
    if (child == 0) {
      work();
      ::_exit(0);
    }
    ::waitpid(child, nullptr, 0);
  }
  static inline std::unique_ptr<char[]> kept;
  pid_t counterpart;
};

const simul::Enter<Workload, Pieces> pieces{"pieces"};
const simul::Enter<Workload, Threads> threads{"threads"};
const simul::Enter<Workload, Processes> processes{"processes"};

}  // namespace
}  // namespace spend
