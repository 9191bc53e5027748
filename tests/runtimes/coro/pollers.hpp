// Tests that run on every poller that this machine offers: the loop is `Loop loop(GetParam())`.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "runtimes/coro/poller.hpp"

namespace coro {

inline void PrintTo(Polling polling, std::ostream* out) {  // in ctest's list: by name
  *out << (polling == Polling::epoll ? "epoll" : "io_uring");
}

namespace test {

class OnEachPoller : public testing::TestWithParam<Polling> {};

inline auto each_poller() {
  std::vector<Polling> available{Polling::epoll};
  if (!why_unavailable(Polling::io_uring)) available.push_back(Polling::io_uring);
  return testing::ValuesIn(available);
}

inline std::string poller_name(const testing::TestParamInfo<Polling>& info) {
  return testing::PrintToString(info.param);
}

}  // namespace test
}  // namespace coro
