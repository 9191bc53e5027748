#include "benchmarks/io/timers/workload.hpp"

namespace timers {

std::optional<std::string> Book::fault(std::size_t timer) const {
  const Record& record = records_[timer];
  const std::string name = "timer " + std::to_string(timer);
  const std::uint64_t end = record.stamp - armed_stamp(timer);
  if (end == 0) return name + " was armed, and neither fired nor cancelled";
  if (end == cancelled_mark) return fires(timer) ? std::optional(name + " was cancelled") : std::nullopt;
  if (end != fired_mark) return name + " was not armed and ended once in this run";
  if (!fires(timer)) return name + " fired, but was to be cancelled";
  const auto early = std::chrono::nanoseconds(record.armed + due_in(timer) - record.fired);
  if (early.count() > 0) return name + " fired " + std::to_string(early.count()) + " ns early";
  return std::nullopt;
}

std::optional<std::string> Workload::verify(const Parameters& p, std::uint64_t nonce, const Answer& records) {
  if (records.size() != p.count()) return std::to_string(records.size()) + " timers answered";
  Answer copy = records;
  const Book book(p, nonce, copy);
  for (std::size_t timer = 0; timer < p.count(); ++timer)
    if (auto fault = book.fault(timer)) return fault;
  return std::nullopt;
}

simul::LowerBounds Workload::bounds(const Parameters& p, unsigned, double) {
  std::chrono::microseconds longest{};
  for (std::size_t ten = 0; ten < p.firing(); ++ten) longest = std::max(longest, p.delay(ten));
  return {{"longest_delay", std::chrono::duration<double>(longest).count()}};
}

std::optional<Workload::Prefix> Workload::prefix(const Parameters& p) {
  using namespace std::chrono_literals;
  std::chrono::microseconds all{}, part{};
  std::int64_t tens = 0;
  for (std::size_t ten = 0; ten < p.firing(); ++ten) {
    if (part < 500ms) part += p.delay(ten), ++tens;
    all += p.delay(ten);
  }
  if (all <= 3s) return std::nullopt;
  Parameters first = p;
  first.timers = tens * static_cast<std::int64_t>(tenth);
  return Prefix{first, std::chrono::duration<double>(part) / std::chrono::duration<double>(all)};
}

std::vector<std::pair<std::string, double>> Workload::counters(const Parameters& p, const Answer& records) {
  std::vector<double> late_us;
  for (std::size_t timer = 0; timer < records.size(); ++timer) {
    const Record& record = records[timer];
    if (record.fired == Clock::time_point{}) continue;
    const auto late = std::chrono::nanoseconds(record.fired - record.armed - p.delay(timer / tenth));
    late_us.push_back(1e-3 * static_cast<double>(late.count()));
  }
  if (late_us.empty()) return {};
  std::ranges::sort(late_us);
  const auto at = [&](double share) {
    return late_us[static_cast<std::size_t>(share * static_cast<double>(late_us.size() - 1))];
  };
  std::vector<std::pair<std::string, double>> late{{"late_p50_us", at(0.5)}, {"late_max_us", at(1)}};
  if (late_us.size() >= 100) late.insert(late.begin() + 1, {"late_p99_us", at(0.99)});
  return late;
}

}  // namespace timers
