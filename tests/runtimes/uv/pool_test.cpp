#include "runtimes/uv/pool.hpp"

#include <gtest/gtest.h>

#include <latch>
#include <mutex>
#include <set>
#include <stdexcept>
#include <thread>
#include <vector>

#include "runtimes/uv/work.hpp"

namespace {

constexpr unsigned workers = 3;  // the whole executable's: a process has one pool

// The first `workers` jobs wait for each other, so they hold as many threads at once.
struct Job {
  void on_pool() {
    if (meet) together->arrive_and_wait();
    const std::scoped_lock lock(*mutex);
    threads->insert(std::this_thread::get_id());
  }
  void on_loop() {}
  uv::Work work;
  bool meet = false;
  std::latch* together = nullptr;
  std::mutex* mutex = nullptr;
  std::set<std::thread::id>* threads = nullptr;
};

TEST(UvPool, HasAsManyThreadsAsItWasTold) {
  uv::size_pool(workers);
  std::latch together(workers);
  std::mutex mutex;
  std::set<std::thread::id> threads;
  std::vector<Job> jobs(10 * workers);
  uv::Loop loop;
  for (unsigned i = 0; Job & job : jobs) {
    job.meet = i++ < workers;
    job.together = &together;
    job.mutex = &mutex;
    job.threads = &threads;
    job.work.queue<&Job::on_pool, &Job::on_loop>(loop, job);
  }
  loop.run();
  EXPECT_EQ(threads.size(), workers);
  EXPECT_FALSE(threads.contains(std::this_thread::get_id()));
}

TEST(UvPool, TheSameSizeMayBeAskedForAgain) {
  uv::size_pool(workers);
  uv::size_pool(workers);
  EXPECT_EQ(uv::pool_size(), workers);
}

TEST(UvPool, RefusesAnotherSizeOnceStarted) {
  uv::size_pool(workers);
  EXPECT_THROW(uv::size_pool(workers + 1), std::logic_error);
}

TEST(UvPool, RefusesSizesThatLibuvWouldQuietlyChange) {
  EXPECT_THROW(uv::size_pool(0), std::invalid_argument);
  EXPECT_THROW(uv::size_pool(1025), std::invalid_argument);
}

}  // namespace
