#include "benchmarks/harness/account.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <string>

#include "benchmarks/harness/spells.hpp"

namespace simul {
namespace {

constexpr const char* no_clocks =
    "the clocks of the threads were not read: that would have taken more than 3 % of the run";
constexpr const char* no_run_delay =
    "this kernel does not account for run queues (/proc/thread-self/schedstat)";
constexpr const char* silent = "the tasks wait within system calls, and do not note it";

// Nanoseconds, summed over all tasks.
struct Sums {
  std::int64_t residence = 0;
  std::int64_t cpu = 0, delay_in_bursts = 0;
  std::int64_t waits = 0, late = 0, late_in_run_queue = 0;
  std::int64_t blocks = 0, blocks_in_run_queue = 0;
};

class Summing {
 public:
  Summing(const Journal& journal, const ObservedRun& run) : journal_(journal), run_(run) {
    if (journal.lost())
      throw std::runtime_error("the journal lost " + std::to_string(journal.lost()) + " notes");
    if (!journal.has_clocks()) no_cpu_ = no_delay_ = no_clocks;
    for (std::size_t task = 0; task < journal.tasks(); ++task) take(task);
    if (!crowded_lanes(spells_).empty())
      no_cpu_ = no_delay_ = "tasks overlap on one thread: they wait without a note of it";
  }

  Account account() const {
    Account account;
    const double wall = static_cast<double>(run_.wall.count());
    account.mean = static_cast<double>(sums_.residence) / wall;
    account.early_wakes = early_wakes_;
    account.mean_residence_s = 1e-9 * static_cast<double>(sums_.residence) /
                               static_cast<double>(std::max<std::size_t>(journal_.tasks(), 1));
    account.fairness = fairness();
    sweep(account);
    const bool own_lanes = run_.lanes == Lanes::per_task;  // nothing else ran there while a task waited
    const auto term = [&](std::int64_t sum, const std::string& why_not) {
      return why_not.empty() ? Metric::known(static_cast<double>(sum) / wall) : Metric::unknown(why_not);
    };
    const std::string unheard = run_.silent_waits && !waits_noted_ ? silent : "";
    const std::string mixed =
        own_lanes ? no_delay_ : "";  // lateness and lock waits hold some of the run queue's
    account.running = term(sums_.cpu, no_cpu_);
    account.waiting = term(sums_.waits, unheard);
    account.queued_run_queue =
        term(sums_.delay_in_bursts + sums_.late_in_run_queue + sums_.blocks_in_run_queue, no_delay_);
    account.queued_lock = term(sums_.blocks - sums_.blocks_in_run_queue, mixed);
    account.queued_runtime = term(sums_.late - sums_.late_in_run_queue, unheard.empty() ? mixed : unheard);
    account.residual = residual(account);
    return account;
  }

 private:
  void take(std::size_t task) {
    const auto notes = journal_.of(task);
    for (const Spell& spell : spells_of(task, notes)) {
      add(spell, notes);
      spells_.push_back(spell);
    }
    residences_.push_back(notes.back().at_ns - notes.front().at_ns);
    sums_.residence += residences_.back();
    first_ns_ = std::min(first_ns_, notes.front().at_ns);
    last_ns_ = std::max(last_ns_, notes.back().at_ns);
    if (last_ns_ - first_ns_ > run_.wall.count())
      throw std::runtime_error("task " + std::to_string(task) + " lies outside the run");
  }

  void add(const Spell& spell, std::span<const Note> notes) {
    const std::int64_t length = spell.to_ns - spell.from_ns, late = spell.to_ns - spell.due_ns;
    switch (spell.kind) {
      case Spell::Kind::burst:
        sums_.delay_in_bursts += delay_in(spell);
        sums_.cpu += cpu_in(spell);
        break;
      case Spell::Kind::wait:
        waits_noted_ = true;
        early_wakes_ += length < notes[spell.note].nominal_ns;
        sums_.waits += length - late;
        sums_.late += late;
        // A delay beyond the lateness fell into the nominal wait: nobody missed the task then.
        sums_.late_in_run_queue += std::min(delay_asleep(spell), late);
        break;
      case Spell::Kind::block:
        sums_.blocks += length;
        sums_.blocks_in_run_queue += std::min(delay_asleep(spell), length);
        break;
    }
  }

  std::int64_t cpu_in(const Spell& spell) {
    if (!on_one_lane(spell)) return 0;
    const auto clocks = journal_.clocks_of(spell.task);
    return clocks[spell.note + 1].cpu_ns - clocks[spell.note].cpu_ns;
  }
  std::int64_t delay_in(const Spell& spell) {
    if (!on_one_lane(spell)) return 0;
    const auto clocks = journal_.clocks_of(spell.task);
    const std::int64_t before = clocks[spell.note].run_delay_ns, after = clocks[spell.note + 1].run_delay_ns;
    if (before < 0 || after < 0) {
      no_delay_ = no_run_delay;
      return 0;
    }
    return after - before;
  }
  // A task that is handed from one thread to another (an item in a queue) sleeps on neither.
  std::int64_t delay_asleep(const Spell& spell) {
    if (run_.lanes != Lanes::per_task) return 0;
    if (spell.from_lane == spell.to_lane) return delay_in(spell);
    if (journal_.has_clocks())
      no_delay_ = "task " + std::to_string(spell.task) + " fell asleep in one thread and woke up in another";
    return 0;
  }

  // Clocks of two threads have no difference.
  bool on_one_lane(const Spell& spell) {
    if (!journal_.has_clocks()) return false;
    if (spell.from_lane == spell.to_lane) return true;
    no_cpu_ = no_delay_ = "task " + std::to_string(spell.task) + " changed threads without a note of it";
    return false;
  }

  // Jain, Chiu, Hawe, DEC-TR-301 (1984).
  Metric fairness() const {
    if (residences_.empty()) return Metric::unknown("there are no tasks");
    double sum = 0, squares = 0;
    for (const std::int64_t residence : residences_) {
      if (residence == 0) return Metric::unknown("a task took no time");
      const double x = 1 / static_cast<double>(residence);
      sum += x, squares += x * x;
    }
    return Metric::known(sum * sum / (static_cast<double>(residences_.size()) * squares));
  }

  void sweep(Account& account) const {
    Changes changes;
    for (std::size_t task = 0; task < journal_.tasks(); ++task) {
      changes.emplace_back(journal_.of(task).front().at_ns, +1);
      changes.emplace_back(journal_.of(task).back().at_ns, -1);
    }
    const auto steps = levels(std::move(changes));
    std::int64_t integral = 0, peak = 0;
    for (std::size_t i = 0; i < steps.size(); ++i) {
      peak = std::max(peak, steps[i].second);
      if (i + 1 < steps.size()) integral += steps[i].second * (steps[i + 1].first - steps[i].first);
    }
    account.peak = static_cast<std::size_t>(peak);
    if (sums_.residence > 0)
      account.little_error =
          std::abs(static_cast<double>(integral - sums_.residence)) / static_cast<double>(sums_.residence);
  }

  static Metric residual(const Account& a) {
    double left = a.mean;
    for (const Metric* term :
         {&a.running, &a.waiting, &a.queued_run_queue, &a.queued_lock, &a.queued_runtime}) {
      if (!term->value) return Metric::unknown("not every term was measured: " + term->reason);
      left -= *term->value;
    }
    return Metric::known(left);
  }

  const Journal& journal_;
  const ObservedRun& run_;
  Sums sums_;
  std::vector<Spell> spells_;
  std::vector<std::int64_t> residences_;
  std::int64_t first_ns_ = INT64_MAX, last_ns_ = INT64_MIN;
  std::size_t early_wakes_ = 0;
  bool waits_noted_ = false;
  std::string no_cpu_, no_delay_;  // why there is none; empty: there is
};

// At least this share of the wall time two tasks were in flight, whatever their distribution over it.
Metric concurrent_share(const Account& account) {
  if (account.peak < 2) return Metric::known(0);
  return Metric::known(std::max(0.0, (account.mean - 1) / (static_cast<double>(account.peak) - 1)));
}

}  // namespace

Account account(const Journal& journal, const ObservedRun& run) { return Summing(journal, run).account(); }

NamedMetrics named(const std::optional<Account>& account, const std::string& why_none) {
  const Account a = account.value_or(Account{});
  NamedMetrics metrics{{"in_flight_mean", Metric::known(a.mean)},
                       {"in_flight_peak", Metric::known(static_cast<double>(a.peak))},
                       {"early_wakes", Metric::known(static_cast<double>(a.early_wakes))},
                       {"running", a.running},
                       {"waiting", a.waiting},
                       {"queued_run_queue", a.queued_run_queue},
                       {"queued_lock", a.queued_lock},
                       {"queued_runtime", a.queued_runtime},
                       {"residual", a.residual},
                       {"mean_residence_s", Metric::known(a.mean_residence_s)},
                       {"little_error", Metric::known(a.little_error)},
                       {"fairness", a.fairness},
                       {"concurrent_share", concurrent_share(a)}};
  if (!account) {
    for (auto& [name, metric] : metrics) metric = Metric::unknown(why_none);
  }
  return metrics;
}

Metric parallel_share(const Metric& cores_busy, unsigned cpus) {
  if (!cores_busy.value) return cores_busy;
  if (cpus < 2) return Metric::unknown("there is one CPU only");
  return Metric::known(std::max(0.0, (*cores_busy.value - 1) / (cpus - 1.0)));
}

bool clocks_affordable(std::size_t notes, std::size_t lanes, double wall_s, unsigned cpus) {
  const double price_s = 1.4e-6 * static_cast<double>(notes) + 15e-6 * static_cast<double>(lanes);
  return price_s <= 0.03 * wall_s * static_cast<double>(std::min<std::size_t>(lanes, cpus));
}

}  // namespace simul
