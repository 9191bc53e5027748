// Processes forked once and fed requests over pipes: a request costs two pipe messages, not a fork.
// Construct it before there are threads, as any Child.
#pragma once

#include <chrono>
#include <span>
#include <stdexcept>
#include <type_traits>
#include <utility>
#include <vector>

#include "runtimes/fork/deal.hpp"
#include "runtimes/fork/message.hpp"
#include "runtimes/fork/worker.hpp"
#include "runtimes/sequential/blocking.hpp"

namespace forked {

// Handles a request in a worker.
template <class Handler, class Request, class Reply>
concept Answers = std::is_invocable_r_v<Reply, Handler&, const Request&>;

template <Message Request, Message Reply>
class Pool {
 public:
  static_assert(fits_a_pipe<Mail<Request>> && fits_a_pipe<Answer<Reply>>,
                "pass large data through forked::Shared");

  // Each worker has its own copy of the handler, as it was at this moment.
  template <Answers<Request, Reply> Handler>
  Pool(unsigned workers, Handler handler) {
    if (workers == 0) throw std::invalid_argument("forked::Pool: no workers");
    workers_.reserve(workers);
    while (workers_.size() < workers)
      workers_.emplace_back([&handler](int orders, int answers) { serve(handler, orders, answers); });
  }

  // Tells the workers to leave and waits for them.
  ~Pool() {
    const Mail<Request> leave;
    for (Worker& worker : workers_) worker.give(bytes_of(leave));
    for (Worker& worker : workers_) worker.finish();
  }

  Pool(const Pool&) = delete;
  Pool& operator=(const Pool&) = delete;

  // Replies in the order of the requests, which go to whichever worker is free (see Deal). A worker
  // that dies ends the pool: the others are killed, and the exception says what happened to it.
  std::vector<Reply> map(std::span<const Request> requests) {
    if (workers_.empty()) throw std::logic_error("forked::Pool: a worker has died");
    try {
      return Deal<Request, Reply>(workers_, requests).finish();
    } catch (...) {
      workers_.clear();
      throw;
    }
  }

  // Used so far by all workers: the parent's own counters see it only after the pool has gone.
  std::chrono::nanoseconds cpu_time() const {
    std::chrono::nanoseconds sum{0};
    for (const Worker& worker : workers_) sum += worker.cpu_time();
    return sum;
  }

 private:
  static void serve(auto& handler, int orders, int answers) {
    Mail<Request> mail;
    while (sequential::read_message(orders, room_of(mail)) && mail) {
      const Answer<Reply> answer{mail->index, handler(std::as_const(mail->request))};
      sequential::write_all(answers, bytes_of(answer));
    }
  }

  std::vector<Worker> workers_;  // empty: one of them died
};

}  // namespace forked
