// Who take more time or memory than they are given, and who leave a mess behind a right answer.
#include <signal.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <string>
#include <thread>

#include "tests/benchmarks/saboteurs/workload.hpp"

namespace sabotage {
namespace {

[[noreturn]] void pause_for_ever() {
  for (;;) ::pause();
}

template <class Probe>
struct Hang : Honest<Probe> {
  using Honest<Probe>::Honest;
  Answer run(std::uint64_t) { pause_for_ever(); }
};

template <class Probe>
struct HangInTearDown : Honest<Probe> {
  using Honest<Probe>::Honest;
  ~HangInTearDown() { pause_for_ever(); }
};

// Deaf to everything but SIGKILL.
template <class Probe>
struct HangDeaf : Honest<Probe> {
  using Honest<Probe>::Honest;
  Answer run(std::uint64_t) {
    sigset_t all;
    ::sigfillset(&all);
    ::sigprocmask(SIG_SETMASK, &all, nullptr);
    pause_for_ever();
  }
};

// 4 MiB every 5 ms. Stops at 400 MiB, should nobody stop it before; its answer is then right.
template <class Probe>
struct MemoryHog : Honest<Probe> {
  using Honest<Probe>::Honest;
  Answer run(std::uint64_t nonce) {
    while (memory.size() < 400 << 20) {
      memory.append(4 << 20, 'x');
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    return Honest<Probe>::run(nonce);
  }
  MemoryHog(const Parameters& p, unsigned workers, Probe& probe) : Honest<Probe>(p, workers, probe) {
    memory.reserve(400 << 20);
  }
  std::string memory;
};

// Leaves a child to the machine that would outlive it.
template <class Probe>
struct OrphanMaker : Honest<Probe> {
  using Honest<Probe>::Honest;
  Answer run(std::uint64_t nonce) {
    if (::fork() == 0) {
      if (::fork() == 0) pause_for_ever();
      ::_exit(0);
    }
    return Honest<Probe>::run(nonce);
  }
};

template <class Probe>
struct Babbler : Honest<Probe> {
  using Honest<Probe>::Honest;
  Answer run(std::uint64_t nonce) {
    for (int line = 0; line < 20'000; ++line) std::printf("{\"status\": \"ok\", \"babble\": %d}\n", line);
    std::fflush(stdout);
    return Honest<Probe>::run(nonce);
  }
};

const simul::Enter<Workload, Hang> hang{"hang"};
const simul::Enter<Workload, HangInTearDown> hang_in_tear_down{"hang_in_tear_down"};
const simul::Enter<Workload, HangDeaf> hang_deaf{"hang_deaf"};
const simul::Enter<Workload, MemoryHog> memory_hog{"memory_hog"};
const simul::Enter<Workload, OrphanMaker> orphan_maker{"orphan_maker"};
const simul::Enter<Workload, Babbler> babbler{"babbler"};

}  // namespace
}  // namespace sabotage
