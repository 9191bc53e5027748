// uv_async_send, the one function of libuv that may be called from other threads: it writes to an eventfd that the
// loop polls. Calls that come before the callback ran are one; here the waker never calls twice.
// https://docs.libuv.org/en/v1.x/async.html
#include "benchmarks/harness/enter.hpp"
#include "benchmarks/sync/wakeup/workload.hpp"
#include "runtimes/uv/async.hpp"
#include "runtimes/uv/loop.hpp"

namespace wakeup {
namespace {

template <class Probe>
class Uv {
 public:
  static constexpr auto lanes = simul::Lanes::per_task;  // the loop's thread and the waker's

  Uv(const Parameters& p, unsigned, Probe&) : p_(p), log_(p.count()) {}

  // The loop turns for as long as the handle is open.
  Answer run(std::uint64_t nonce) {
    Desk desk;
    desk_ = &desk;
    log_.assign(log_.size(), {});
    called_.open<&Uv::on_called>(loop_, *this);
    std::jthread waker([&] { desk.call_all(p_, nonce, [&] { called_.send(); }); });
    loop_.run();
    waker.join();
    return desk.answer(log_);
  }

 private:
  void on_called() {
    if (!desk_->run(log_)) called_.close();
  }

  const Parameters& p_;
  std::vector<Response> log_;
  Desk* desk_ = nullptr;  // of the run that is going on
  uv::Async called_;
  uv::Loop loop_;  // last: it closes the handle
};

const simul::Enter<Workload, Uv> enter{"uv"};

}  // namespace
}  // namespace wakeup
