// Campaigns whose processes are made up: the toy's cells, and an executor that reports what the test says.
#pragma once

#include <algorithm>
#include <functional>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

#include "benchmarks/harness/campaign.hpp"
#include "benchmarks/harness/role.hpp"

namespace simul {

// The cells of the toy at one point, "cpu/toy/<contestant>/tasks:3/shift:1".
inline std::vector<Cell> toy_cells(const std::vector<std::string>& contestants) {
  const Selection all{.profile = "smoke",
                       .filter = "^cpu/toy/",
                       .runtimes = runtimes_here(),
                       .workers = {2},
                       .steps_per_us = 50};
  std::vector<Cell> cells;
  for (Cell& cell : select(all, Limits{.cpus = 2, .workers = 2, .threads = 1000, .open_files = 1000})) {
    if (std::ranges::find(contestants, cell.contestant->name) != contestants.end())
      cells.push_back(std::move(cell));
  }
  if (cells.size() != contestants.size()) throw std::logic_error("the toy lacks such a contestant");
  return cells;
}

inline Report took(double wall_s, double cpu_s = 0) {
  Report report;
  report.runs.push_back({.wall_s = wall_s, .usage = {.cpu_s = cpu_s}, .counters = {}});
  return report;
}

inline Report failed(Status status, std::string reason) {
  Report report;
  report.status = status;
  report.reason = std::move(reason);
  return report;
}

class MadeUpExecutor final : public Executor {
 public:
  struct Call {
    std::string contestant, cell;
    Order order;
    bool confined;
    unsigned workers;
  };
  std::function<Report(const Call&)> answer = [](const Call&) { return took(1); };
  std::vector<Call> calls;

  Report carry_out(const Cell& cell, const Order& order) override { return call(cell, order, false); }
  std::optional<Report> carry_out_confined(const Cell& cell, const Order& order) override {
    return call(cell, order, true);
  }

 private:
  Report call(const Cell& cell, const Order& order, bool confined) {
    calls.push_back({cell.contestant->name, cell.name, order, confined, cell.workers});
    return answer(calls.back());
  }
};

}  // namespace simul
