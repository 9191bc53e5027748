// A campaign over cells of the toy workload, carried out by an executor that makes its reports up and notes
// every call.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <optional>
#include <string>
#include <vector>

#include "benchmarks/harness/campaign.hpp"
#include "tests/benchmarks/harness/made_up.hpp"

namespace simul {

struct Rounds : testing::Test {
  using Call = MadeUpExecutor::Call;

  void run(const std::vector<std::string>& names, Schedule schedule = {.rounds = 4, .seed = 444}) {
    campaign.emplace(toy_cells(names), schedule, executor, interrupted);
    campaign->run([](const Progress&) {}, [&] { ++saved; });
  }
  const Result& result(const std::string& name) {
    return *std::ranges::find(campaign->results(), name,
                              [](const Result& r) { return r.cell.contestant->name; });
  }
  std::size_t calls(const std::string& name, Pass pass, bool confined = false) {
    return static_cast<std::size_t>(std::ranges::count_if(executor.calls, [&](const Call& call) {
      return call.contestant == name && call.order.pass == pass && call.confined == confined;
    }));
  }

  MadeUpExecutor executor;
  std::atomic<bool> interrupted{false};
  std::optional<Campaign> campaign;
  int saved = 0;
};

}  // namespace simul
