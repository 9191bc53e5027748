#include "runtimes/coro/poller_uring.hpp"

#include <fcntl.h>
#include <sys/socket.h>

#include <cassert>
#include <unordered_map>
#include <utility>
#include <vector>

#include "runtimes/coro/uring.hpp"

namespace coro {

class UringPoller final : public Poller, public Proactor {
 public:
  void add(int fd, Readiness& readiness) override {
    watch(fd, both | POLLRDHUP, Again::multishot, readiness);
  }
  void add_levels(int fd, bool reads, bool writes, Readiness& readiness) override;
  void change_levels(int fd, bool reads, bool writes, Readiness& readiness) override;
  void remove(int fd, Readiness& readiness) override;
  void wait(Deadline deadline) override;
  Proactor* proactor() noexcept override { return this; }

  void receive(int fd, Inflow& inflow) override { start(fd, Inflow::Kind::bytes, inflow); }
  void accept(int fd, Inflow& inflow) override { start(fd, Inflow::Kind::connections, inflow); }
  void stop(Inflow& inflow) override;
  void send(int fd, std::span<const std::byte> bytes, bool all, Operation& operation) override;
  void open(const char* path, int flags, Operation& operation) override;
  void read(int fd, std::span<std::byte> room, std::uint64_t offset, Operation& operation) override;
  void cancel(Operation& operation) noexcept override { cancel(tagged(operation, Tag::operation)); }

 private:
  // What a completion is for: in the lowest bits of its user_data, above them the address.
  enum class Tag : std::uint64_t { nobody, operation, inflow, readiness };
  static constexpr std::uint64_t tag_bits = 7;

  template <class T>
  static std::uint64_t tagged(T& target, Tag tag) noexcept {
    static_assert(alignof(T) > tag_bits);
    return reinterpret_cast<std::uint64_t>(&target) | static_cast<std::uint64_t>(tag);
  }
  template <class T>
  static T& target(std::uint64_t user_data) noexcept {
    return *reinterpret_cast<T*>(user_data & ~tag_bits);
  }

  // Someone who is told of readiness. Edge-triggered is a poll that stays, level-triggered one that is asked for
  // again in the next turn.
  enum class Again { multishot, each_turn };
  struct Watched {
    int fd;
    unsigned events;
    Again again;
    bool armed, leaving;
  };
  static constexpr unsigned both = POLLIN | POLLOUT;

  void watch(int fd, unsigned events, Again again, Readiness& readiness);
  void arm(Readiness& readiness, Watched& watched);
  void arm_those_that_fired();
  void start(int fd, Inflow::Kind kind, Inflow& inflow);
  void arm(Inflow& inflow);
  void cancel(std::uint64_t user_data);

  void deliver(const Uring::Completion& completion);
  void tell(Inflow& inflow, const Uring::Completion& completion);
  void tell(Readiness& readiness, const Uring::Completion& completion);
  template <class Over>
  void deliver_until(std::uint64_t user_data, Over over);

  Uring ring_;
  std::unordered_map<Readiness*, Watched> watched_;
  std::vector<Readiness*> fired_;             // to be armed again, if they are still watched
  std::vector<Uring::Completion> set_aside_;  // came while somebody was removed, and are for others
};

void UringPoller::watch(int fd, unsigned events, Again again, Readiness& readiness) {
  arm(readiness, watched_[&readiness] = {fd, events, again, false, false});
}

void UringPoller::arm(Readiness& readiness, Watched& watched) {
  if (watched.events == 0) return;
  io_uring_sqe& entry = ring_.entry();
  if (watched.again == Again::multishot)
    io_uring_prep_poll_multishot(&entry, watched.fd, watched.events);
  else
    io_uring_prep_poll_add(&entry, watched.fd, watched.events);
  io_uring_sqe_set_data64(&entry, tagged(readiness, Tag::readiness));
  watched.armed = true;
}

void UringPoller::add_levels(int fd, bool reads, bool writes, Readiness& readiness) {
  const unsigned events = (reads ? POLLIN | POLLRDHUP : 0u) | (writes ? POLLOUT : 0u);
  watch(fd, events, Again::each_turn, readiness);
}

void UringPoller::change_levels(int fd, bool reads, bool writes, Readiness& readiness) {
  remove(fd, readiness);
  add_levels(fd, reads, writes, readiness);
}

void UringPoller::remove(int, Readiness& readiness) {
  const auto found = watched_.find(&readiness);
  if (found == watched_.end()) return;
  Watched& watched = found->second;
  if (watched.armed) {
    watched.leaving = true;
    const std::uint64_t user_data = tagged(readiness, Tag::readiness);
    cancel(user_data);
    deliver_until(user_data, [&] { return !watched.armed; });
  }
  watched_.erase(found);
}

void UringPoller::start(int fd, Inflow::Kind kind, Inflow& inflow) {
  if (inflow.state_ != Inflow::State::idle) return;
  inflow.fd_ = fd;
  inflow.kind_ = kind;
  arm(inflow);
}

void UringPoller::arm(Inflow& inflow) {
  io_uring_sqe& entry = ring_.entry();
  if (inflow.kind_ == Inflow::Kind::connections) {
    io_uring_prep_multishot_accept(&entry, inflow.fd_, nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK);
  } else {
    io_uring_prep_recv_multishot(&entry, inflow.fd_, nullptr, 0, 0);
    entry.flags |= IOSQE_BUFFER_SELECT;
    entry.buf_group = Uring::buffer_group;
  }
  io_uring_sqe_set_data64(&entry, tagged(inflow, Tag::inflow));
  inflow.state_ = Inflow::State::flowing;
}

void UringPoller::stop(Inflow& inflow) {
  if (inflow.state_ == Inflow::State::idle) return;
  const std::uint64_t user_data = tagged(inflow, Tag::inflow);
  inflow.leaving_ = true;
  if (inflow.state_ == Inflow::State::flowing) cancel(user_data);
  deliver_until(user_data, [&] { return inflow.state_ == Inflow::State::idle; });
  inflow.leaving_ = false;
}

void UringPoller::send(int fd, std::span<const std::byte> bytes, bool all, Operation& operation) {
  io_uring_sqe& entry = ring_.entry();
  io_uring_prep_send(&entry, fd, bytes.data(), bytes.size(), MSG_NOSIGNAL | (all ? MSG_WAITALL : 0));
  io_uring_sqe_set_data64(&entry, tagged(operation, Tag::operation));
}

void UringPoller::open(const char* path, int flags, Operation& operation) {
  io_uring_sqe& entry = ring_.entry();
  io_uring_prep_openat(&entry, AT_FDCWD, path, flags, 0);
  io_uring_sqe_set_data64(&entry, tagged(operation, Tag::operation));
}

void UringPoller::read(int fd, std::span<std::byte> room, std::uint64_t offset, Operation& operation) {
  io_uring_sqe& entry = ring_.entry();
  io_uring_prep_read(&entry, fd, room.data(), static_cast<unsigned>(room.size()), offset);
  io_uring_sqe_set_data64(&entry, tagged(operation, Tag::operation));
}

// That it had ended already is no news.
void UringPoller::cancel(std::uint64_t user_data) {
  io_uring_sqe& entry = ring_.entry();
  io_uring_prep_cancel64(&entry, user_data, 0);
  io_uring_sqe_set_data64(&entry, 0);
  entry.flags |= IOSQE_CQE_SKIP_SUCCESS;
}

void UringPoller::wait(Deadline deadline) {
  arm_those_that_fired();
  for (const Uring::Completion& completion : std::exchange(set_aside_, {})) {
    deliver(completion);
    deadline = std::chrono::steady_clock::time_point::min();
  }
  do ring_.enter(deadline);
  while (ring_.each_completion([this](const Uring::Completion& completion) { deliver(completion); }) == 0 &&
         (!deadline || std::chrono::steady_clock::now() < *deadline));
}

void UringPoller::arm_those_that_fired() {
  for (Readiness* const readiness : std::exchange(fired_, {})) {
    const auto found = watched_.find(readiness);
    if (found != watched_.end() && !found->second.armed) arm(*readiness, found->second);
  }
}

// Whoever else gets news meanwhile hears them in the next turn: nobody's coroutines may be woken out of turn.
template <class Over>
void UringPoller::deliver_until(std::uint64_t user_data, Over over) {
  for (Uring::Completion& completion : set_aside_)
    if (completion.user_data == user_data) deliver(std::exchange(completion, {}));
  while (!over()) {
    ring_.enter(std::nullopt);
    ring_.each_completion([&](const Uring::Completion& completion) {
      if (completion.user_data == user_data)
        deliver(completion);
      else
        set_aside_.push_back(completion);
    });
  }
}

void UringPoller::deliver(const Uring::Completion& completion) {
  switch (static_cast<Tag>(completion.user_data & tag_bits)) {
    case Tag::operation: return target<Operation>(completion.user_data).completed(completion.result);
    case Tag::inflow: return tell(target<Inflow>(completion.user_data), completion);
    case Tag::readiness: return tell(target<Readiness>(completion.user_data), completion);
    case Tag::nobody: return;
  }
}

// The kernel ends the flow by itself when it has no buffer left, which is over by now; it is ended by us when there
// is no room; and with the bytes or an error. Only after those it is not started again.
void UringPoller::tell(Inflow& inflow, const Uring::Completion& completion) {
  const bool ended = !(completion.flags & IORING_CQE_F_MORE);
  if (ended) inflow.state_ = Inflow::State::idle;
  const bool interrupted =
      completion.result == -ENOBUFS || completion.result == -ECANCELED || completion.result == -EINTR;
  const bool last = completion.result < 0 || (completion.result == 0 && inflow.kind_ == Inflow::Kind::bytes);
  if (!interrupted) inflow.arrived(completion.result, ring_.data(completion));
  ring_.return_buffer(completion);
  if (inflow.leaving_) return;
  if (inflow.state_ == Inflow::State::flowing && !inflow.has_room()) {
    cancel(tagged(inflow, Tag::inflow));
    inflow.state_ = Inflow::State::stopping;
  } else if (inflow.state_ == Inflow::State::idle && (interrupted || !last) && inflow.has_room()) {
    arm(inflow);
  }
}

void UringPoller::tell(Readiness& readiness, const Uring::Completion& completion) {
  Watched& watched = watched_.at(&readiness);
  if (!(completion.flags & IORING_CQE_F_MORE)) {
    watched.armed = false;
    if (!watched.leaving && completion.result >= 0) fired_.push_back(&readiness);
  }
  if (watched.leaving) return;
  readiness.update(completion.result < 0 ? POLLERR : static_cast<unsigned>(completion.result));
  carry_on(readiness);
}

std::unique_ptr<Poller> make_uring_poller() { return std::make_unique<UringPoller>(); }

}  // namespace coro
