// A thread per producer and consumer, and a bounded queue under a mutex with two condition variables: what
// the standard library gives, and what most programs have.
// https://en.cppreference.com/w/cpp/thread/condition_variable
#include "benchmarks/harness/enter.hpp"
#include "benchmarks/sync/channel/workload.hpp"
#include "runtimes/threads/channel.hpp"
#include "runtimes/threads/group.hpp"

namespace channel {
namespace {

template <class Probe>
class Threads {
 public:
  static constexpr auto lanes = simul::Lanes::per_task;

  static std::optional<simul::Hole> unsupported(const Parameters& p, const simul::Limits& limits) {
    return limits.unmet({{simul::Supply::threads, p.producers + p.consumers, "a thread per end"}});
  }

  Threads(const Parameters& p, unsigned, Probe&) : p_(p) {}

  Tally run(std::uint64_t nonce) {
    threads::Channel<std::uint64_t> channel(capacity);
    std::vector<Tally> made(p_.stride()), used(static_cast<std::size_t>(p_.consumers));
    threads::Group producers(made.size()), consumers(used.size());
    for (Tally& tally : used)
      consumers.spawn([&] {
        while (const auto item = channel.pop()) tally.consume(*item);
      });
    for (std::uint64_t producer = 0; producer < made.size(); ++producer)
      producers.spawn([&, producer] {
        Tally& tally = made[producer];
        for (std::uint64_t number = producer; number < p_.count(); number += p_.stride(), ++tally.produced)
          channel.push(item(nonce, number));
      });
    producers.join();
    channel.close();
    consumers.join();
    Tally all;
    for (const Tally& tally : made) all += tally;
    for (const Tally& tally : used) all += tally;
    return all;
  }

 private:
  const Parameters& p_;
};

const simul::Enter<Workload, Threads> enter{"threads"};

}  // namespace
}  // namespace channel
