// A process per stage and a pipe between two, as a shell makes them: `source | look_up | head`. The pipes are made
// small, so that the stages work ahead by `ahead` records and no more. When the sink has enough it closes its end, and
// whoever writes to a pipe that nobody reads any more is told so: EPIPE, as SIGPIPE is ignored. pipe(7), fcntl(2)
#include <fcntl.h>
#include <signal.h>

#include "benchmarks/harness/enter.hpp"
#include "benchmarks/io/stream/workload.hpp"
#include "runtimes/fork/child.hpp"
#include "runtimes/fork/message.hpp"
#include "runtimes/fork/shared.hpp"
#include "runtimes/os/error.hpp"
#include "runtimes/os/pipe.hpp"
#include "runtimes/sequential/blocking.hpp"

namespace stream {
namespace {

// A pipe whose records fill it when there are `ahead` of them: the kernel has none smaller than a page.
class Records {
 public:
  Records() {
    const int bytes = os::check(::fcntl(pipe_.write_end.get(), F_SETPIPE_SZ, 1), "fcntl(F_SETPIPE_SZ)");
    record_.resize(static_cast<std::size_t>(bytes) / ahead);
  }

  // Each process keeps the end that it uses, or none: a pipe has a reader as long as anybody could read it.
  void only_write() { pipe_.read_end.close(); }
  void only_read() { pipe_.write_end.close(); }
  void close() { only_read(), only_write(); }

  bool write(const Item& item) {  // false: nobody reads any more
    std::ranges::copy(forked::bytes_of(item), record_.begin());
    try {
      sequential::write_all(pipe_.write_end.get(), record_);
    } catch (const std::system_error& error) {
      if (error.code() == std::errc::broken_pipe) return false;
      throw;
    }
    return true;
  }
  bool read(Item& item) {  // false: nobody writes any more
    if (!sequential::read_message(pipe_.read_end.get(), record_)) return false;
    std::ranges::copy(std::span(record_).first(sizeof item), forked::room_of(item).begin());
    return true;
  }

 private:
  os::Pipe pipe_ = os::make_pipe();
  std::vector<std::byte> record_;
};

template <class Probe>
class Fork {
 public:
  static constexpr auto lanes = simul::Lanes::per_task;

  static std::optional<std::string> unsupported(const Parameters& p, const simul::Limits&) {
    if (p.streams > 300) return "three processes per stream are run up to 300 streams";
    return std::nullopt;
  }

  Fork(const Parameters& p, unsigned, Probe& probe) : p_(p), probe_(probe), flows_(p.count()) {}

  Answer run(std::uint64_t nonce) {
    std::ranges::fill(flows_, Flow{});
    std::vector<forked::Child> stages;
    for (std::size_t i = 0; i < flows_.size(); ++i) {
      const Part stream(p_, nonce, i, flows_[i]);
      Records made, found;  // gone here before the next stream's processes could inherit them
      stages.emplace_back([&] { found.close(), made.only_write(), make(Source(stream), made); });
      stages.emplace_back([&] { made.only_read(), found.only_write(), find(LookUp(stream), made, found); });
      stages.emplace_back([&] { made.close(), found.only_read(), drain(Sink(stream), found); });
    }
    for (forked::Child& stage : stages) stage.wait();
    return {flows_.begin(), flows_.end()};
  }

 private:
  void make(Source source, Records& made) {
    ::signal(SIGPIPE, SIG_IGN);
    do sequential::sleep_until(source.begin(probe_));
    while (made.write(source.end(probe_)));
  }

  void find(LookUp look_up, Records& made, Records& found) {
    ::signal(SIGPIPE, SIG_IGN);
    for (Item item; made.read(item);) {
      sequential::sleep_until(look_up.begin(item, probe_));
      if (!found.write(look_up.end(item, probe_))) break;
    }
  }

  void drain(Sink sink, Records& found) {
    for (Item item; found.read(item) && sink.take(item, probe_);) {
    }
  }

  const Parameters& p_;
  Probe& probe_;
  forked::Shared<Flow> flows_;
};

const simul::Enter<Workload, Fork> enter{"fork"};

}  // namespace
}  // namespace stream
