#include "benchmarks/harness/google_benchmark.hpp"

#include <benchmark/benchmark.h>

#include <sstream>

namespace simul {

GoogleRun time_with_google_benchmark(const std::string& name, double units, unsigned repetitions,
                                     const std::function<std::optional<double>()>& measure) {
  bool failed = false;
  benchmark::RegisterBenchmark(name.c_str(),
                               [&](benchmark::State& state) {
                                 for (auto _ : state) {
                                   const auto seconds = failed ? std::nullopt : measure();
                                   failed = !seconds;
                                   if (failed) {
                                     state.SkipWithError("wrong answer");
                                     break;
                                   }
                                   state.SetIterationTime(*seconds);
                                 }
                                 state.SetItemsProcessed(static_cast<std::int64_t>(units));
                               })
      ->UseManualTime()
      ->Iterations(1)
      ->Repetitions(static_cast<int>(repetitions))
      ->Unit(benchmark::kMicrosecond);

  std::ostringstream written, complaints;
  benchmark::JSONReporter reporter;
  reporter.SetOutputStream(&written);
  reporter.SetErrorStream(&complaints);
  benchmark::RunSpecifiedBenchmarks(&reporter);
  benchmark::ClearRegisteredBenchmarks();

  const auto file = Json::parse(written.str());
  GoogleRun run{file.at("context"), Json::array()};
  for (auto row : file.at("benchmarks")) {
    if (row.at("run_type") != "iteration" || row.value("error_occurred", false)) continue;
    row["name"] = row["run_name"] = name;  // without /iterations:1/repeats:1/manual_time
    run.rows.push_back(std::move(row));
  }
  return run;
}

}  // namespace simul
