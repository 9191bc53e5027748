// Who do not come back from their run.
#include <signal.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <new>
#include <stdexcept>

#include "tests/benchmarks/saboteurs/workload.hpp"

namespace sabotage {
namespace {

// As the kernel would end it: a sanitizer's handler is not asked.
[[noreturn]] void fall(int signal) {
  ::signal(signal, SIG_DFL);
  ::raise(signal);
  ::abort();
}

template <class Probe>
struct Segfault : Honest<Probe> {
  using Honest<Probe>::Honest;
  Answer run(std::uint64_t) { fall(SIGSEGV); }
};

// Crashes only where a contestant with several lanes is confined to one CPU and given one worker.
template <class Probe>
struct SegfaultWhenConfined : Honest<Probe, simul::Lanes::workers> {
  using Honest<Probe, simul::Lanes::workers>::Honest;
  Answer run(std::uint64_t nonce) {
    if (this->workers_ == 1) fall(SIGSEGV);
    return Honest<Probe, simul::Lanes::workers>::run(nonce);
  }
};

template <class Probe>
struct SegfaultInSetUp : Honest<Probe> {
  SegfaultInSetUp(const Parameters& p, unsigned workers, Probe& probe) : Honest<Probe>(p, workers, probe) {
    fall(SIGSEGV);
  }
};

template <class Probe>
struct Exit0 : Honest<Probe> {
  using Honest<Probe>::Honest;
  Answer run(std::uint64_t) { ::_exit(0); }
};

template <class Probe>
struct Exit1 : Honest<Probe> {
  using Honest<Probe>::Honest;
  Answer run(std::uint64_t) { ::_exit(1); }
};

// Has reported a right answer when it fails.
template <class Probe>
struct Exit9AtTheEnd : Honest<Probe> {
  Exit9AtTheEnd(const Parameters& p, unsigned workers, Probe& probe) : Honest<Probe>(p, workers, probe) {
    std::atexit([] { ::_exit(9); });
  }
};

template <class Probe>
struct Thrower : Honest<Probe> {
  using Honest<Probe>::Honest;
  Answer run(std::uint64_t) { throw std::runtime_error("thrown by a saboteur"); }
};

template <class Probe>
struct ThrowerOfNumbers : Honest<Probe> {
  using Honest<Probe>::Honest;
  Answer run(std::uint64_t) { throw 7; }
};

template <class Probe>
struct BadAlloc : Honest<Probe> {
  using Honest<Probe>::Honest;
  Answer run(std::uint64_t) { throw std::bad_alloc(); }
};

// Its last words are no text: 0xff stands in no UTF-8.
template <class Probe>
struct Garbler : Honest<Probe> {
  using Honest<Probe>::Honest;
  Answer run(std::uint64_t) {
    std::fputs(
        "gar\xff\xfe"
        "bled\n",
        stderr);
    fall(SIGABRT);
  }
};

const simul::Enter<Workload, Segfault> segfault{"segfault"};
const simul::Enter<Workload, SegfaultWhenConfined> segfault_when_confined{"segfault_when_confined"};
const simul::Enter<Workload, SegfaultInSetUp> segfault_in_set_up{"segfault_in_set_up"};
const simul::Enter<Workload, Exit0> exit_0{"exit_0"};
const simul::Enter<Workload, Exit1> exit_1{"exit_1"};
const simul::Enter<Workload, Exit9AtTheEnd> exit_9_at_the_end{"exit_9_at_the_end"};
const simul::Enter<Workload, Thrower> thrower{"thrower"};
const simul::Enter<Workload, ThrowerOfNumbers> thrower_of_numbers{"thrower_of_numbers"};
const simul::Enter<Workload, BadAlloc> bad_alloc{"bad_alloc"};
const simul::Enter<Workload, Garbler> garbler{"garbler"};

}  // namespace
}  // namespace sabotage
