// Two timers per stream on libuv's loop, one for the item that is made and one for the item that is looked up. Each
// callback hands its item on and starts what can be started; a source that is too far ahead starts nothing until the
// look-up has taken one. When the sink has enough it stops both. libuv's timers count whole milliseconds: never early,
// and up to one late. https://docs.libuv.org/en/v1.x/timer.html
#include <deque>

#include "benchmarks/harness/enter.hpp"
#include "benchmarks/io/stream/workload.hpp"
#include "runtimes/uv/loop.hpp"
#include "runtimes/uv/timer.hpp"

namespace stream {
namespace {

template <class Probe>
class Uv {
 public:
  static constexpr auto lanes = simul::Lanes::one;

  Uv(const Parameters& p, unsigned, Probe& probe) : p_(p), probe_(probe), pipes_(p.count()) {
    for (Pipe& pipe : pipes_) {
      pipe.owner = this;
      pipe.making.open(loop_);
      pipe.finding.open(loop_);
    }
  }

  Answer run(std::uint64_t nonce) {
    flows_.assign(p_.count(), {});
    for (std::size_t i = 0; i < pipes_.size(); ++i) {
      pipes_[i].stages.emplace(Part(p_, nonce, i, flows_[i]));
      pipes_[i].make();
    }
    loop_.run();
    return std::move(flows_);
  }

 private:
  struct Stages {
    explicit Stages(const Part& stream) : source(stream), look_up(stream), sink(stream) {}
    Source source;
    LookUp look_up;
    Sink sink;
    std::deque<Item> made{};  // the first is being looked up
  };

  struct Pipe {
    Uv* owner;
    std::optional<Stages> stages;
    uv::Timer making, finding;

    void make() { making.template start_at<&Pipe::on_made>(stages->source.begin(owner->probe_), *this); }
    void find() {
      const auto due = stages->look_up.begin(stages->made.front(), owner->probe_);
      finding.template start_at<&Pipe::on_found>(due, *this);
    }
    void on_made() {
      stages->made.push_back(stages->source.end(owner->probe_));
      if (stages->made.size() == 1) find();
      if (stages->made.size() <= ahead) make();
    }
    void on_found() {
      const bool was_full = stages->made.size() > ahead;
      const Item found = stages->look_up.end(stages->made.front(), owner->probe_);
      stages->made.pop_front();
      if (!stages->sink.take(found, owner->probe_)) return making.stop();
      if (!stages->made.empty()) find();
      if (was_full) make();
    }
  };

  const Parameters& p_;
  Probe& probe_;
  std::vector<Pipe> pipes_;
  Answer flows_;
  uv::Loop loop_;  // last: it closes the timers
};

const simul::Enter<Workload, Uv> enter{"uv"};

}  // namespace
}  // namespace stream
