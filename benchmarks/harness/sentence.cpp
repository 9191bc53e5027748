#include "benchmarks/harness/sentence.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

#include "benchmarks/harness/comparison.hpp"

namespace simul {
namespace {

std::optional<double> value(const Standing& standing, std::string_view name) {
  const auto metric = std::ranges::find(standing.metrics, name, &NamedMetrics::value_type::first);
  return metric == standing.metrics.end() ? std::nullopt : metric->second.value;
}

std::string speed(double s, const std::string& in_turn) {
  if (s > 1.05) return in_words(s) + "x faster than " + in_turn;
  if (s < 0.95) return in_words(1 / s) + "x slower than " + in_turn;
  return "as fast as " + in_turn;
}

// What was going on at the mean instant.
std::string mean_instant(const Standing& standing, const Words& words) {
  const auto waits = value(standing, "wait_overlap"), cores = value(standing, "useful_parallelism");
  if (!waits || !cores) return {};
  std::string text;
  if (!words.waits.empty()) text = in_words(std::max(0.0, *waits)) + ' ' + words.waits + " at once";
  if (*cores > 0 && !words.works.empty())
    text += (text.empty() ? "" : " while ") + in_words(*cores) + " of " + words.works;
  return text.empty() ? text : ": on average " + text;
}

std::string who_earned_it(const Standing& standing) {
  if (standing.result->cell.contestant->lanes == Lanes::one)
    return "; one thread, so none of it is parallelism";
  const auto concurrency = value(standing, "concurrency_gain"),
             parallelism = value(standing, "parallelism_gain");
  if (!concurrency || !parallelism) return {};
  std::string text = "; on one CPU it is " + in_words(*concurrency) + "x, and the other CPUs ";
  return text + (*parallelism >= 1 ? "multiply that by " + in_words(*parallelism)
                                   : "cost more in waking than they bring (x" + in_words(*parallelism) + ")");
}

}  // namespace

std::string in_words(double value) {
  std::array<char, 32> text;
  const double size = std::abs(value);
  if (size == 0) return "0";
  if (size < 0.0001) return value > 0 ? "<0.0001" : ">-0.0001";
  const int decimals = size >= 100 ? 0 : size >= 10 ? 1 : size >= 0.01 ? 2 : 4;
  std::snprintf(text.data(), text.size(), "%.*f", decimals, value);
  return text.data();
}

std::string sentence(const Standing& standing) {
  const Result& result = *standing.result;
  if (result.status != Status::ok) return std::string(name_of(result.status)) + ": " + result.reason;
  const Words& words = result.cell.contestant->words;
  if (result.cell.contestant->runtime == "sequential")
    return "the baseline: " + words.in_turn +
           (result.extrapolated ? " (extrapolated from a measured part)" : "");
  const auto s = value(standing, "speedup");
  if (const auto why = result.cell.problem->no_baseline(); !s && why)
    return "nothing to compare with: " + *why;
  if (!s) return "no baseline to compare with";
  return speed(*s, words.in_turn) + mean_instant(standing, words) + who_earned_it(standing);
}

}  // namespace simul
