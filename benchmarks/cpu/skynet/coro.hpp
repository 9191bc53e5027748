// A coroutine per node; a parent spawns its ten children into a scope and awaits them all.
#pragma once

#include "benchmarks/cpu/skynet/workload.hpp"
#include "runtimes/coro/loop.hpp"
#include "runtimes/coro/scope.hpp"

namespace skynet {

inline coro::Task<> sum(coro::Loop& loop, Node node, Sum& out) {
  if (node.is_leaf()) {
    out = leaf(node);
    co_return;
  }
  Parts parts;
  coro::Scope children(loop);
  for (unsigned i = 0; i < fan_out; ++i) children.spawn(sum(loop, node.child(i), parts[i]));
  co_await children.join();
  out = total(parts);
}

}  // namespace skynet
