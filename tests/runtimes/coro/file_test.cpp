#include "runtimes/coro/file.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>
#include <string>
#include <system_error>

#include "runtimes/coro/gather.hpp"
#include "runtimes/coro/scope.hpp"
#include "tests/runtimes/coro/counted.hpp"
#include "tests/runtimes/coro/pollers.hpp"

namespace coro {
namespace {

class Files : public test::OnEachPoller {
 protected:
  void SetUp() override {
    std::ofstream out(path_, std::ios::binary);
    for (std::size_t i = 0; i < text_.size(); ++i) text_[i] = static_cast<char>(i * 7 + i / 251);
    out << text_;
  }
  void TearDown() override { ::unlink(path_.c_str()); }

  const std::string path_ = testing::TempDir() + "coro_file_" + std::to_string(::getpid());
  std::string text_ = std::string(200'000, ' ');
  ThreadPool pool_{2};
  Loop loop_{GetParam()};
};
INSTANTIATE_TEST_SUITE_P(On, Files, test::each_poller(), test::poller_name);

Task<std::string> whole(Loop& loop, ThreadPool& pool, std::string path) {
  const auto bytes = co_await read_file(loop, pool, std::move(path));
  co_return std::string(reinterpret_cast<const char*>(bytes.data()), bytes.size());
}

TEST_P(Files, AreReadWhole) { EXPECT_TRUE(loop_.run(whole(loop_, pool_, path_)) == text_); }

TEST_P(Files, ThatTellNoSizeAreReadWhole) {
  EXPECT_NE(loop_.run(whole(loop_, pool_, "/proc/self/status")).find("VmPeak"), std::string::npos);
}

TEST_P(Files, ThatAreMissingOrNoFilesThrow) {
  EXPECT_THROW(loop_.run(whole(loop_, pool_, path_ + "_not")), std::system_error);
  EXPECT_THROW(loop_.run(whole(loop_, pool_, testing::TempDir())), std::system_error);
}

Task<std::string> part(Loop& loop, ThreadPool& pool, std::string path, std::uint64_t offset,
                       std::size_t size) {
  File file = co_await File::open(loop, pool, std::move(path));
  std::string text(size, '\0');
  text.resize(co_await file.read_at(offset, std::as_writable_bytes(std::span(text))));
  co_return text;
}

TEST_P(Files, AreReadInPartsUpToTheirEnd) {
  EXPECT_TRUE(loop_.run(part(loop_, pool_, path_, 1000, 5000)) == text_.substr(1000, 5000));
  EXPECT_EQ(loop_.run(part(loop_, pool_, path_, text_.size() - 10, 100)).size(), 10u);
  EXPECT_EQ(loop_.run(part(loop_, pool_, path_, text_.size() + 1, 100)), "");
}

Task<> read_on(Loop& loop, ThreadPool& pool, std::string path, int& cancelled, test::Counted = {}) {
  try {
    for (;;) co_await read_file(loop, pool, path);
  } catch (const Cancelled&) {
    ++cancelled;
  }
}

Task<> cancel_reads(Loop& loop, ThreadPool& pool, const std::string& path, int& cancelled) {
  for (int yields = 0; yields < 50; ++yields) {
    Scope scope(loop);
    for (int i = 0; i < 4; ++i) scope.spawn(read_on(loop, pool, path, cancelled));
    for (int i = 0; i < yields; ++i) co_await loop.yield();
    scope.cancel();
    co_await scope.join();
  }
}

TEST_P(Files, CanBeCancelledAtEveryStageAndLeakNoDescriptor) {
  const int before = ::dup(0);
  ::close(before);
  int cancelled = 0;
  loop_.run(cancel_reads(loop_, pool_, path_, cancelled));
  EXPECT_EQ(cancelled, 200);
  EXPECT_EQ(test::Counted::active, 0);
  const int after = ::dup(0);
  ::close(after);
  EXPECT_LE(after, before + 1);  // the loop's event, made by its first use
}

}  // namespace
}  // namespace coro
