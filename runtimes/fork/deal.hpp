// Requests dealt to workers as they become free, replies put back into the order of the requests.
#pragma once

#include <cstddef>
#include <span>
#include <utility>
#include <vector>

#include "runtimes/fork/message.hpp"
#include "runtimes/fork/worker.hpp"

namespace forked {

// A worker gets its next request when it has returned one, and has one more queued behind the one in
// hand, so that it need not wait for the pipe. Towards the end it has only the one in hand, so that
// no request waits behind a long one while another worker idles.
template <Message Request, Message Reply>
class Deal {
 public:
  Deal(std::span<Worker> workers, std::span<const Request> requests)
      : workers_(workers), requests_(requests), in_hand_(workers.size()), replies_(requests.size()) {
    for (const Worker& worker : workers_)
      polled_.push_back({.fd = worker.replies(), .events = POLLIN, .revents = 0});
  }

  std::vector<Reply> finish() {
    for (int round = 0; round < 2; ++round)
      for (std::size_t worker = 0; worker < workers_.size(); ++worker) hand_to(worker);
    while (answered_ < requests_.size()) {
      wait_for_any(polled_);
      for (std::size_t worker = 0; worker < workers_.size(); ++worker)
        if (polled_[worker].revents != 0) collect_from(worker);
    }
    return std::move(replies_);
  }

 private:
  void hand_to(std::size_t worker) {
    const std::size_t left = requests_.size() - next_;
    const unsigned allowed = left > workers_.size() ? 2 : 1;
    if (left == 0 || in_hand_[worker] >= allowed) return;
    const Mail<Request> mail = Order<Request>{next_, requests_[next_]};
    workers_[worker].give(bytes_of(mail));
    ++in_hand_[worker];
    ++next_;
  }

  void collect_from(std::size_t worker) {
    Answer<Reply> answer;
    workers_[worker].take(room_of(answer));
    replies_[answer.index] = answer.reply;
    --in_hand_[worker];
    ++answered_;
    hand_to(worker);
  }

  std::span<Worker> workers_;
  std::span<const Request> requests_;
  std::size_t next_ = 0;  // the first that was not handed out
  std::size_t answered_ = 0;
  std::vector<unsigned> in_hand_;  // per worker: handed out and not answered, at most 2
  std::vector<pollfd> polled_;     // per worker: its replies
  std::vector<Reply> replies_;
};

}  // namespace forked
