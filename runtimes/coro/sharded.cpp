#include "runtimes/coro/sharded.hpp"

#include <utility>

namespace coro {

Sharded::Sharded(unsigned shards, Polling polling) {
  shards_.reserve(shards);
  Shard::Owner& owner = *this;
  for (unsigned i = 0; i < shards; ++i) shards_.push_back(std::make_unique<Shard>(owner, i, polling));
}

// Relaxed: a shard reads them behind the letter that calls it.
void Sharded::run(const Body& body) {
  ++run_;
  any_failed_.store(false, std::memory_order_relaxed);
  left_.store(size(), std::memory_order_relaxed);
  for (const auto& shard : shards_) shard->call(body, run_);
  for (unsigned left = size(); left > 0; left = left_.load()) left_.wait(left);
  if (failure_) std::rethrow_exception(std::exchange(failure_, nullptr));
}

void Sharded::failed(Shard& shard) noexcept {
  if (any_failed_.exchange(true)) return;
  failure_ = std::current_exception();
  for (const auto& other : shards_)
    if (other.get() != &shard) other->cancel(run_);
}

void Sharded::done() noexcept {
  if (left_.fetch_sub(1) == 1) left_.notify_one();
}

}  // namespace coro
