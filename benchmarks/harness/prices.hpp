// What one of something costs on this machine, measured in this invocation when somebody first asks: the seconds that
// starting a thread takes, or a hop of the token. With them the time of a run is predicted that is then not run.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>

namespace simul {

// For one thread. Copies would each measure for themselves.
class Prices {
 public:
  // Does it `count` times, which is a hundred times a power of two or fewer, and returns the mean seconds of one.
  using Trial = std::function<double(std::int64_t count)>;

  // Seconds that one more of them takes, when `most` of them are wanted: as exactly as it takes to know whether those
  // are over the budget. If they are surely not, it is too high by what is started once. The trials have a process of
  // their own, forked from this one, which must be without other threads; what they start, size or break is gone with it.
  // None: they failed, or took over 20 s.
  std::optional<double> of(const std::string& key, const Trial& trial, double most, double budget_s);

 private:
  struct Known {
    std::optional<double> each_s;
    bool at_most = false;  // it is no more
  };
  std::map<std::string, Known> known_;
};

}  // namespace simul
