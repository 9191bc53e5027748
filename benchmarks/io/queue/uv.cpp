// A timer per producer and consumer on libuv's loop, and a deque between their callbacks, which on one thread needs no
// lock: whoever adds an item or becomes free sees whether there is something to hand over. A producer that finds no
// room keeps its item and is not heard of until there is. With nobody left who waits for a time, the loop ends.
// libuv's timers count whole milliseconds: never early, and up to one late. https://docs.libuv.org/en/v1.x/timer.html
#include <deque>

#include "benchmarks/harness/enter.hpp"
#include "benchmarks/io/queue/workload.hpp"
#include "runtimes/uv/loop.hpp"
#include "runtimes/uv/timer.hpp"

namespace queue {
namespace {

template <class Probe>
class Uv {
 public:
  static constexpr auto lanes = simul::Lanes::one;

  Uv(const Parameters& p, unsigned, Probe& probe)
      : p_(p),
        probe_(probe),
        producing_(static_cast<std::size_t>(p.producers)),
        consuming_(static_cast<std::size_t>(p.consumers)) {
    for (Producing& end : producing_) end.owner = this, end.timer.open(loop_);
    for (Consuming& end : consuming_) end.owner = this, end.timer.open(loop_), free_.push_back(&end);
  }

  Answer run(std::uint64_t nonce) {
    receipts_.assign(p_.count(), {});
    for (std::size_t i = 0; i < producing_.size(); ++i) {
      producing_[i].schedule.emplace(p_, nonce, i, receipts_);
      producing_[i].wait();
    }
    loop_.run();
    return std::move(receipts_);
  }

 private:
  struct Producing {
    Uv* owner;
    std::optional<Producer> schedule;
    Item item;  // in hand while there is no room
    uv::Timer timer;

    void wait() {
      if (!schedule->over()) timer.template start_at<&Producing::on_due>(schedule->due(), *this);
    }
    void on_due() {
      item = schedule->make(owner->probe_);
      owner->adding_.push_back(this);
      owner->hand_over();
    }
  };

  struct Consuming {
    Uv* owner;
    Item item;
    uv::Timer timer;

    void use(const Item& taken) {
      item = taken;
      timer.template start_at<&Consuming::on_used>(take(owner->p_, item, owner->receipts_, owner->probe_),
                                                   *this);
    }
    void on_used() {
      finish(item, owner->receipts_, owner->probe_);
      owner->free_.push_back(this);
      owner->hand_over();
    }
  };

  void hand_over() {
    fill_queue();
    for (; !items_.empty() && !free_.empty(); free_.pop_front()) {
      free_.front()->use(items_.front());
      items_.pop_front();
      fill_queue();
    }
  }
  void fill_queue() {
    for (; !adding_.empty() && items_.size() < capacity; adding_.pop_front()) {
      items_.push_back(adding_.front()->item);
      adding_.front()->wait();
    }
  }

  const Parameters& p_;
  Probe& probe_;
  std::vector<Producing> producing_;
  std::vector<Consuming> consuming_;
  std::deque<Producing*> adding_;  // more than one only while there is no room
  std::deque<Item> items_;
  std::deque<Consuming*> free_;
  Answer receipts_;
  uv::Loop loop_;  // last: it closes the timers
};

const simul::Enter<Workload, Uv> enter{"uv"};

}  // namespace
}  // namespace queue
