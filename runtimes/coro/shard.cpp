#include "runtimes/coro/shard.hpp"

#include <utility>

namespace coro {

Shard::Shard(Owner& owner, unsigned number, Polling polling) : owner_(owner), number_(number) {
  std::latch made(1);
  std::exception_ptr failure;
  thread_ = std::jthread([&, this] { live(polling, failure, made); });
  made.wait();
  if (!failure) return;
  thread_.join();  // before what it refers to is gone
  std::rethrow_exception(failure);
}

Shard::~Shard() {
  remote_->post([this] {
    leaving_ = true;
    called_.set();
  });
  thread_.join();
}

void Shard::call(const Body& body, unsigned run) {
  remote_->post([this, &body, run] {
    body_ = &body;
    run_ = run;
    called_.set();
  });
}

void Shard::cancel(unsigned run) {
  remote_->post([this, run] {
    cancelled_ = run;
    if (running_ != nullptr && run_ == run) running_->cancel();
  });
}

// `failure` and `made` are gone as soon as it has been made.
void Shard::live(Polling polling, std::exception_ptr& failure, std::latch& made) {
  std::optional<Loop> loop;
  try {
    loop.emplace(polling);
  } catch (...) {
    failure = std::current_exception();
    made.count_down();
    return;
  }
  Remote remote(*loop);
  remote_ = &remote;
  made.count_down();
  while (!leaving_) serve(*loop);
}

// Whatever ends the loop early is the run's failure.
void Shard::serve(Loop& loop) {
  try {
    loop.run(take_part(loop));
  } catch (...) {
    if (body_ != nullptr)
      owner_.failed(*this);
    else
      failed_idle_ = std::current_exception();
  }
  if (std::exchange(body_, nullptr) == nullptr) return;
  called_.clear();  // it may have ended before it heard of the call
  owner_.done();
}

Task<> Shard::take_part(Loop& loop) {
  co_await called_.wait();
  if (leaving_) co_return;
  if (failed_idle_) std::rethrow_exception(std::exchange(failed_idle_, nullptr));
  Scope scope(loop);
  running_ = &scope;
  struct Leave {
    Scope*& running;
    ~Leave() { running = nullptr; }
  } const leave{running_};
  scope.spawn((*body_)(loop, number_));
  if (cancelled_ == run_) scope.cancel();
  co_await scope.join();
}

}  // namespace coro
