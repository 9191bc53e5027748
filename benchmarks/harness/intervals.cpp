#include "benchmarks/harness/intervals.hpp"

#include <algorithm>
#include <cstdint>
#include <span>

#include "benchmarks/harness/work.hpp"

namespace simul {
namespace {

// The same numbers on every machine, which the standard's distributions do not promise.
class Dice {
 public:
  std::size_t below(std::size_t n) { return static_cast<std::size_t>(mix(seed + state_++) % n); }

 private:
  std::uint64_t state_ = 0;
};

// median() for a buffer that is ours: a bootstrap takes some ten thousand of them for each cell.
double median_of(std::vector<double>& buffer) {
  const auto middle = buffer.begin() + static_cast<std::ptrdiff_t>(buffer.size() / 2);
  std::ranges::nth_element(buffer, middle);
  return buffer.size() % 2 ? *middle : (*std::max_element(buffer.begin(), middle) + *middle) / 2;
}

// One side while it is resampled.
class Resampled {
 public:
  Resampled(const Side& side, const Side& own) : side_(side) {
    std::vector<bool> shared(side.rounds.size());
    for (const unsigned round : own.rounds) {
      const auto at = std::ranges::lower_bound(side.rounds, round);
      const bool has = at != side.rounds.end() && *at == round;
      place_.push_back(has ? static_cast<std::size_t>(at - side.rounds.begin()) : nowhere);
      if (has) shared[place_.back()] = true;
    }
    paired_ = side == own || static_cast<std::size_t>(std::ranges::count(shared, true)) >= rounds_to_pair;
    for (std::size_t i = 0; i < shared.size(); ++i)
      if (!paired_ || !shared[i]) apart_.push_back(i);
  }

  bool usable() const { return side_.rounds.size() >= rounds_to_resample; }

  // `own_draw`: which of the cell's own rounds were drawn.
  void draw(const std::vector<std::size_t>& own_draw, Dice& dice) {
    draw_.clear();
    for (const std::size_t i : own_draw)
      if (paired_ && place_[i] != nowhere) draw_.push_back(place_[i]);
    for (std::size_t i = 0; i < apart_.size(); ++i) draw_.push_back(apart_[dice.below(apart_.size())]);
    if (draw_.empty())
      draw_.push_back(dice.below(side_.rounds.size()));  // none in common was drawn: next to never
  }
  double wall_s() { return median_over(side_.wall_s); }
  double cpu_s() { return median_over(side_.cpu_s); }

 private:
  static constexpr std::size_t nowhere = static_cast<std::size_t>(-1);

  double median_over(const std::vector<double>& values) {
    buffer_.clear();
    for (const std::size_t i : draw_) buffer_.push_back(values[i]);
    return median_of(buffer_);
  }

  const Side& side_;
  bool paired_ = false;
  std::vector<std::size_t> place_;  // of each of the cell's own rounds among this side's
  std::vector<std::size_t> apart_;  // this side's rounds that are drawn by themselves
  std::vector<std::size_t> draw_;
  std::vector<double> buffer_;
};

// A side that is too small takes the metrics that need it out, and they say so themselves.
void leave_out(Metric& of, const Resampled& side, const char* name) {
  if (of.value && !side.usable())
    of = Metric::unknown("fewer than " + std::to_string(rounds_to_resample) + " rounds of " + name);
}

class Bootstrap {
 public:
  Bootstrap(const Measured& measured, const Sides& sides)
      : measured_(measured),
        sides_(sides),
        own_(sides.own, sides.own),
        confined_(sides.confined, sides.own),
        baseline_(sides.baseline, sides.own),
        floor_(sides.floor, sides.own) {
    leave_out(measured_.confined_s, confined_, "it on one CPU");
    leave_out(measured_.baseline_s, baseline_, "`sequential`");
    leave_out(measured_.floor_wall_s, floor_, "`floor`");
    leave_out(measured_.floor_cpu_s, floor_, "`floor`");
    if (sides.useful_is_baseline) leave_out(measured_.useful_s, baseline_, "`sequential`");
  }

  // The medians of one more resample.
  const Measured& next() {
    own_draw_.clear();
    for (std::size_t i = 0; i < sides_.own.rounds.size(); ++i)
      own_draw_.push_back(dice_.below(sides_.own.rounds.size()));
    for (Resampled* side : {&own_, &confined_, &baseline_, &floor_})
      if (side->usable()) side->draw(own_draw_, dice_);
    measured_.wall_s = own_.wall_s();
    measured_.cpu_s = own_.cpu_s();
    if (measured_.confined_s.value) measured_.confined_s.value = confined_.wall_s();
    if (measured_.baseline_s.value) measured_.baseline_s.value = baseline_.wall_s();
    if (measured_.floor_wall_s.value) measured_.floor_wall_s.value = floor_.wall_s();
    if (measured_.floor_cpu_s.value) measured_.floor_cpu_s.value = floor_.cpu_s();
    if (sides_.useful_is_baseline && measured_.useful_s.value) measured_.useful_s.value = baseline_.cpu_s();
    return measured_;
  }

 private:
  Measured measured_;
  const Sides& sides_;
  Resampled own_, confined_, baseline_, floor_;
  std::vector<std::size_t> own_draw_;
  Dice dice_;
};

// The middle 95 % of the draws; or the reason that some draw, or a side without enough rounds, left it unknown.
Interval middle_of(std::vector<double>& draws, const std::string& reason) {
  if (draws.size() < resamples) return {std::nullopt, reason};
  constexpr std::size_t outside = resamples / 40;  // 2.5 % on each side
  std::ranges::nth_element(draws, draws.begin() + outside);
  const double low = draws[outside];
  std::ranges::nth_element(draws, draws.end() - 1 - outside);
  return {std::pair(low, draws[resamples - 1 - outside]), {}};
}

}  // namespace

NamedIntervals intervals(const Measured& measured, const Sides& sides) {
  std::vector<const Formula*> wanted;
  for (const Formula& formula : formulas())
    if (formula.sampled && formula.of(measured).value) wanted.push_back(&formula);

  std::vector<std::vector<double>> draws(wanted.size());
  std::vector<std::string> reasons(wanted.size());
  if (sides.own.rounds.size() < rounds_to_resample) {
    std::ranges::fill(reasons, "fewer than " + std::to_string(rounds_to_resample) + " rounds");
  } else {
    Bootstrap bootstrap(measured, sides);
    for (std::size_t draw = 0; draw < resamples; ++draw) {
      const Measured& resampled = bootstrap.next();
      for (std::size_t i = 0; i < wanted.size(); ++i) {
        if (!reasons[i].empty()) continue;
        const Metric metric = wanted[i]->of(resampled);
        if (metric.value)
          draws[i].push_back(*metric.value);
        else
          reasons[i] = metric.reason;
      }
    }
  }
  NamedIntervals named;
  for (std::size_t i = 0; i < wanted.size(); ++i)
    named.emplace_back(wanted[i]->name, middle_of(draws[i], reasons[i]));
  return named;
}

}  // namespace simul
