#include "benchmarks/harness/google_rows.hpp"

#include <cmath>
#include <functional>
#include <numeric>

#include "benchmarks/harness/statistics.hpp"

namespace simul {

void add_rows(Json& rows, const Result& result, int family) {
  std::vector<double> real, cpu, rate;
  const std::size_t n = result.google_rows.size();
  for (std::size_t i = 0; i < n; ++i) {
    Json row = result.google_rows[i];
    row["family_index"] = family;
    row["per_family_instance_index"] = 0;
    row["repetitions"] = n;
    row["repetition_index"] = i;
    row["cpu_time"] = result.runs[i].usage.cpu_s * 1e6;
    real.push_back(row["real_time"]);
    cpu.push_back(row["cpu_time"]);
    rate.push_back(row["items_per_second"]);
    rows.push_back(std::move(row));
  }
  if (n < 2) return;
  const auto mean = [](const std::vector<double>& x) {
    return std::accumulate(x.begin(), x.end(), 0.0) / static_cast<double>(x.size());
  };
  const auto stddev = [&](const std::vector<double>& x) {
    double squares = 0;
    for (const double v : x) squares += (v - mean(x)) * (v - mean(x));
    return std::sqrt(squares / static_cast<double>(x.size() - 1));
  };
  const auto aggregate = [&](const char* what, const char* unit,
                             const std::function<double(const std::vector<double>&)>& f) {
    rows.push_back({{"name", result.cell.name + '_' + what},
                    {"family_index", family},
                    {"per_family_instance_index", 0},
                    {"run_name", result.cell.name},
                    {"run_type", "aggregate"},
                    {"repetitions", n},
                    {"threads", 1},
                    {"aggregate_name", what},
                    {"aggregate_unit", unit},
                    {"iterations", n},
                    {"real_time", f(real)},
                    {"cpu_time", f(cpu)},
                    {"time_unit", "us"},
                    {"items_per_second", f(rate)}});
  };
  aggregate("mean", "time", mean);
  aggregate("median", "time", [](const std::vector<double>& x) { return median(x); });
  aggregate("stddev", "time", stddev);
  aggregate("cv", "percentage",
            [&](const std::vector<double>& x) { return mean(x) > 0 ? stddev(x) / mean(x) : 0.0; });
}

}  // namespace simul
