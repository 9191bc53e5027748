#include "benchmarks/sync/wakeup/workload.hpp"

namespace wakeup {

std::optional<std::string> Workload::verify(const Parameters& p, std::uint64_t nonce, const Answer& answer) {
  if (answer.goes != p.count())
    return "the task was called " + std::to_string(answer.goes) + " times, not " + std::to_string(p.wakes);
  if (answer.runs != answer.goes)
    return "the task ran " + std::to_string(answer.runs) + " times for " + std::to_string(answer.goes) +
           " goes";
  if (answer.log.size() != p.count()) return std::to_string(answer.log.size()) + " runs were logged";
  for (std::uint64_t i = 0; i < p.count(); ++i) {
    const Response& run = answer.log[i];
    if (run.stamp != simul::mix(value(nonce, i) ^ i))
      return "run " + std::to_string(i) + " did not get what was handed over with its go in this run";
    if (run.ran < run.go) return "run " + std::to_string(i) + " was before its go";
    if (i > 0 && run.go - answer.log[i - 1].go < p.pause(i))
      return "go " + std::to_string(i) + " came without its pause";
  }
  return std::nullopt;
}

}  // namespace wakeup
