// Registration: `const simul::Enter<Workload, Threads> enter{"threads"};` makes the typed pair a Contestant.
//
// A workload's spec (std only) has: kind, name, in_turn, waits, works (see Words); Parameters; Answer;
//   fields                              array of pairs of a name and a pointer to an std::int64_t member
//   points(profile)                     the parameters of "smoke", "quick" and "full"
//   verify(parameters, nonce, answer)   why the answer is wrong, or nothing
//   units(parameters)                   work completed by one run
// and where they make sense: recorded (more fields, not in the name), Parameters::calibrate(steps_per_us),
//   word(field, number) (the word for a number of a field that counts nothing),
//   kernel + kernel_calls, pure_waits (true for all of it, or asked of the parameters), system_calls (true: C is the CPU
//   time of `sequential` in spite of a kernel), bounds (lower bounds on the wall time, of which the largest is the
//   ideal) or no_ideal (why there are none), prefix, no_baseline (why it cannot be done one thing after the other),
//   unsupported(parameters, limits) (why this machine cannot have it, whoever does it; templated on the limits),
//   warms_up (false: the first run of a process is as good as later ones), tasks + notes_per_task, counters,
//   counted + of_size (what its units are, in the plural, and a problem of the same shape with about so many of them:
//   from how long a small one takes a contestant, the time of any other is predicted),
//   latencies + latency_of + load (a latency of each task, off the clock: record(nanoseconds)),
//   grain + at_once + waited_s (the field that is swept for METG, tasks under way at a time at most, and
//   the useful seconds of tasks that wait),
//   memory_points + together (the same problem at several sizes; when all tasks of an answer were in flight).
#pragma once

#include <chrono>

#include "benchmarks/harness/contestant.hpp"
#include "benchmarks/harness/probe.hpp"
#include "benchmarks/harness/work.hpp"

namespace simul {

template <class W>
concept WorkloadSpec = requires(const typename W::Parameters& p, std::uint64_t nonce,
                                const typename W::Answer& a) {
  { W::verify(p, nonce, a) } -> std::same_as<std::optional<std::string>>;
  { W::points(std::string_view{}) } -> std::same_as<std::vector<typename W::Parameters>>;
  { W::units(p) } -> std::convertible_to<double>;
};

template <class C, class W, class Probe>
concept ContestantFor = std::constructible_from<C, const typename W::Parameters&, unsigned, Probe&> &&
    requires(C c, std::uint64_t nonce) {
  { c.run(nonce) } -> std::same_as<typename W::Answer>;
  { C::lanes } -> std::convertible_to<Lanes>;
};

template <WorkloadSpec W>
class ProblemOf final : public Problem {
 public:
  using Parameters = typename W::Parameters;

  explicit ProblemOf(Parameters p) : parameters(std::move(p)) {}

  Values path() const override { return read(W::fields); }
  Values recorded() const override {
    if constexpr (requires { W::recorded; }) return read(W::recorded);
    return {};
  }
  double units() const override { return static_cast<double>(W::units(parameters)); }

  UsefulCpu useful_cpu() const override {
    if constexpr (requires { W::pure_waits(parameters); }) {
      if (W::pure_waits(parameters)) return UsefulCpu::none;
    }
    if constexpr (requires { W::system_calls; }) return UsefulCpu::baseline;
    if constexpr (requires { W::kernel(parameters); }) return UsefulCpu::kernel;
    if constexpr (requires { W::pure_waits; }) return UsefulCpu::none;
    return UsefulCpu::baseline;
  }
  bool has_kernel() const override {
    if constexpr (requires { W::kernel(parameters); }) return useful_cpu() != UsefulCpu::none;
    return false;
  }
  std::uint64_t kernel() const override {
    if constexpr (requires { W::kernel(parameters); }) return W::kernel(parameters);
    return 0;
  }
  double kernel_calls() const override {
    if constexpr (requires { W::kernel_calls(parameters); })
      return static_cast<double>(W::kernel_calls(parameters));
    return 0;
  }
  std::optional<Ideal> ideal(unsigned cpus, double kernel_s) const override {
    if constexpr (requires { W::bounds(parameters, cpus, kernel_s); }) {
      const LowerBounds bounds = W::bounds(parameters, cpus, kernel_s);
      const auto& [name, wall_s] = binding(bounds);
      return Ideal{wall_s, std::string(name)};
    }
    return std::nullopt;
  }
  std::string no_ideal() const override {
    if constexpr (requires { W::no_ideal; }) return std::string(W::no_ideal);
    return "the workload has none";
  }
  std::optional<Prefix> prefix() const override {
    if constexpr (requires { W::prefix(parameters); }) {
      if (const auto part = W::prefix(parameters))
        return Prefix{std::make_unique<ProblemOf>(part->parameters), part->share};
    }
    return std::nullopt;
  }
  bool warms_up() const override {
    if constexpr (requires { W::warms_up; }) return W::warms_up;
    return true;
  }
  std::optional<std::string> no_baseline() const override {
    if constexpr (requires { W::no_baseline; }) return std::string(W::no_baseline);
    return std::nullopt;
  }
  std::vector<MemoryPoint> memory_points() const override {
    std::vector<MemoryPoint> points;
    if constexpr (requires { W::memory_points(parameters); }) {
      for (const Parameters& p : W::memory_points(parameters))
        points.push_back({W::tasks(p), std::make_unique<ProblemOf>(p)});
    }
    return points;
  }
  std::optional<LatencyKind> latency() const override {
    if constexpr (requires { W::latency_of; })
      return LatencyKind{std::string(W::latency_of), std::string(W::load)};
    return std::nullopt;
  }
  std::optional<Granularity> granularity() const override {
    if constexpr (requires { W::grain; })
      return Granularity{std::string(W::grain), W::at_once(parameters), W::waited_s(parameters)};
    return std::nullopt;
  }
  std::size_t tasks() const override {
    if constexpr (requires { W::tasks(parameters); }) return W::tasks(parameters);
    return 0;
  }
  std::size_t notes_per_task() const override {
    if constexpr (requires { W::notes_per_task(parameters); }) return W::notes_per_task(parameters);
    return 0;
  }

  Parameters parameters;

 private:
  Values read(const auto& fields) const {
    Values values;
    for (const auto& [name, member] : fields) values.emplace_back(name, value_of(name, parameters.*member));
    return values;
  }
  static Value value_of(std::string_view field, std::int64_t number) {
    if constexpr (requires { W::word(field, number); }) {
      if (const std::optional<std::string_view> word = W::word(field, number)) return std::string(*word);
    }
    return number;
  }
};

template <WorkloadSpec W, class C>
class TrialOf final : public Trial {
 public:
  using Parameters = typename W::Parameters;

  TrialOf(const Parameters& p, unsigned workers) requires ContestantFor<C, W, Silent>
      : parameters_(p), contestant_(parameters_, workers, silent_) {}
  TrialOf(const Parameters& p, unsigned workers, Journal& journal) requires ContestantFor<C, W, Observer>
      : parameters_(p), observer_(journal), contestant_(parameters_, workers, *observer_) {}

  // An answer that is not given anew cannot be taken for the next run's.
  void forget() override {
    answer_.reset();
    if constexpr (requires { contestant_.prepare(); }) contestant_.prepare();
  }
  void run(std::uint64_t nonce) override {
    nonce_ = nonce;
    answer_.emplace(contestant_.run(nonce));
  }
  std::optional<std::string> verify() const override {
    if (!answer_) return "no answer";
    return W::verify(parameters_, nonce_, *answer_);
  }
  std::vector<std::pair<std::string, double>> counters() const override {
    if constexpr (requires { W::counters(parameters_, *answer_); }) {
      if (answer_) return W::counters(parameters_, *answer_);
    }
    return {};
  }
  void latencies(Histogram& into) const override {
    if constexpr (requires { W::latency_of; }) {
      if (answer_) W::latencies(parameters_, *answer_, [&](std::chrono::nanoseconds t) { into.record(t); });
    }
  }
  std::optional<Window> together() const override {
    if constexpr (requires { W::together(parameters_, *answer_); }) {
      if (!answer_) return std::nullopt;
      const auto [from, until] = W::together(parameters_, *answer_);
      return Window{from.time_since_epoch().count(), until.time_since_epoch().count()};
    }
    return std::nullopt;
  }

 private:
  Parameters parameters_;
  [[no_unique_address]] Silent silent_;
  std::optional<Observer> observer_;
  C contestant_;
  std::uint64_t nonce_ = 0;
  std::optional<typename W::Answer> answer_;
};

// The type C<Silent> makes this class as local as the contestant is: g++ 12 takes a template from an anonymous
// namespace for a global name, and two contestants with one class name would run the same code.
template <WorkloadSpec W, template <class> class C, class = C<Silent>>
class ContestantOf final : public Contestant {
 public:
  explicit ContestantOf(std::string_view entered_as) {
    kind = W::kind;
    workload = W::name;
    name = entered_as;
    runtime = name.substr(0, name.find('_'));
    lanes = C<Silent>::lanes;
    words = {std::string(W::in_turn), std::string(W::waits), std::string(W::works)};
  }

  std::vector<std::shared_ptr<const Problem>> problems(std::string_view profile,
                                                       std::int64_t steps_per_us) const override {
    std::vector<std::shared_ptr<const Problem>> found;
    for (auto parameters : W::points(profile)) {
      if constexpr (requires { parameters.calibrate(steps_per_us); }) parameters.calibrate(steps_per_us);
      found.push_back(std::make_shared<ProblemOf<W>>(std::move(parameters)));
    }
    return found;
  }

  std::optional<Hole> unsupported(const Problem& problem, const Limits& limits) const override {
    if constexpr (requires { C<Silent>::unsupported(typed(problem), limits); }) {
      if (auto why = C<Silent>::unsupported(typed(problem), limits)) return Hole(std::move(*why));
    }
    if constexpr (requires { W::unsupported(typed(problem), limits); }) {
      if (auto why = W::unsupported(typed(problem), limits)) return Hole(std::move(*why));
    }
    if constexpr (requires { W::of_size(typed(problem), 1); }) return over_budget(typed(problem), limits);
    return std::nullopt;
  }

  std::unique_ptr<Trial> set_up(const Problem& problem, unsigned workers, Journal* journal) const override {
    if (journal) return std::make_unique<TrialOf<W, C<Observer>>>(typed(problem), workers, *journal);
    return std::make_unique<TrialOf<W, C<Silent>>>(typed(problem), workers);
  }

 private:
  using Parameters = typename W::Parameters;

  // Problems of one shape have one smallest problem in common, and the price of a unit.
  std::optional<Hole> over_budget(const Parameters& p, const Limits& limits) const {
    const ProblemOf<W> smallest(W::of_size(p, 1));
    return limits.over_budget(
        W::counted, W::units(p), kind + '/' + workload + '/' + name + '/' + path_of(smallest.path()),
        [&](std::int64_t count) {
          const Parameters small = W::of_size(p, count);
          Silent silent;
          C<Silent> contestant(small, limits.workers, silent);
          const auto start = std::chrono::steady_clock::now();
          contestant.run(static_cast<std::uint64_t>(count));
          const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
          return took.count() / W::units(small);
        });
  }

  static const typename W::Parameters& typed(const Problem& problem) {
    return static_cast<const ProblemOf<W>&>(problem).parameters;  // problems() made it
  }
};

template <WorkloadSpec W, template <class> class C>
struct Enter {
  explicit Enter(std::string_view name) { register_contestant(std::make_unique<ContestantOf<W, C>>(name)); }
};

}  // namespace simul
