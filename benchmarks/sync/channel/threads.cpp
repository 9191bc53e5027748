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

  static std::optional<std::string> unsupported(const Parameters& p, const simul::Limits& limits) {
    if (p.items > 1'000'000) return "an item is a lock and at times a wake-up: run up to 1,000,000 items";
    if (p.producers + p.consumers + 100 > limits.threads)
      return "this machine allows " + std::to_string(limits.threads) + " threads";
    return std::nullopt;
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
