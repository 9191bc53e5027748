#include "runtimes/coro/frame_pool.hpp"

#include <gtest/gtest.h>

#include <cstring>
#include <set>
#include <thread>
#include <vector>

namespace coro {
namespace {

using Blocks = std::vector<void*>;

Blocks allocate(std::size_t count, std::size_t size) {
  Blocks blocks(count);
  for (void*& block : blocks) block = std::memset(FramePool::allocate(size), 0xab, size);
  return blocks;
}

void release(const Blocks& blocks, std::size_t size) {
  for (void* block : blocks) FramePool::release(block, size);
}

TEST(FramePool, GivesOutBlocksThatDoNotOverlap) {
  for (std::size_t size = 1; size <= FramePool::largest + 1; size += 33) {
    const Blocks blocks = allocate(100, size);
    const std::set<void*> sorted(blocks.begin(), blocks.end());
    std::byte* end = nullptr;
    for (void* block : sorted) {
      EXPECT_GE(static_cast<std::byte*>(block), end);
      end = static_cast<std::byte*>(block) + size;
    }
    release(blocks, size);
  }
}

TEST(FramePool, AlignsLikeNew) {
  const Blocks blocks = allocate(10, 40);
  for (void* block : blocks)
    EXPECT_EQ(reinterpret_cast<std::uintptr_t>(block) % __STDCPP_DEFAULT_NEW_ALIGNMENT__, 0u);
  release(blocks, 40);
}

TEST(FramePool, ReusesTheLastReleasedBlockFirst) {
  if (!FramePool::recycles) GTEST_SKIP() << "no recycling under this sanitizer";
  void* const first = FramePool::allocate(96);
  FramePool::release(first, 96);
  EXPECT_EQ(FramePool::allocate(81), first) << "81 to 96 bytes are one size";
  FramePool::release(first, 81);
}

TEST(FramePool, TakesBlocksFromOtherThreads) {
  const Blocks blocks = allocate(100, 64);
  std::jthread([&] { release(blocks, 64); }).join();
  release(allocate(100, 64), 64);
}

TEST(FramePool, HandsOnWhatAnEndedThreadLeft) {
  if (!FramePool::recycles) GTEST_SKIP() << "no recycling under this sanitizer";
  constexpr std::size_t size = 1000;  // no other test uses this size
  Blocks first, second;
  std::jthread([&] { release(first = allocate(5, size), size); }).join();
  std::jthread([&] { release(second = allocate(5, size), size); }).join();
  EXPECT_EQ(std::set<void*>(first.begin(), first.end()), std::set<void*>(second.begin(), second.end()));
}

TEST(FramePool, MemoryThatIsOnlyReleasedElsewhereComesBack) {
  if (!FramePool::recycles) GTEST_SKIP() << "no recycling under this sanitizer";
  constexpr std::size_t size = 900;
  std::set<void*> seen;
  for (int round = 0; round < 20; ++round) {
    const Blocks blocks = allocate(1000, size);
    seen.insert(blocks.begin(), blocks.end());
    std::jthread([&] { release(blocks, size); }).join();
  }
  EXPECT_LT(seen.size(), 2'000u);
}

TEST(FramePool, ServesMoreThanAThreadKeeps) {
  const Blocks blocks = allocate(3 * FramePool::kept, 48);
  EXPECT_EQ(std::set<void*>(blocks.begin(), blocks.end()).size(), blocks.size());
  release(blocks, 48);
  release(allocate(3 * FramePool::kept, 48), 48);
}

TEST(FramePool, EveryBlockThatWasPutByComesBackOnce) {
  if (!FramePool::recycles) GTEST_SKIP() << "no recycling under this sanitizer";
  for (const std::size_t size : {16, 32, 80, 128, 1024}) {
    release(allocate(3 * FramePool::kept + 5, size), size);
    const auto before = FramePool::use_of_this_thread();
    const Blocks again = allocate(3 * FramePool::kept + 5, size);
    EXPECT_EQ(FramePool::use_of_this_thread().from_heap, before.from_heap) << size;
    EXPECT_EQ(std::set<void*>(again.begin(), again.end()).size(), again.size()) << size;
    release(again, size);
  }
}

TEST(FramePool, CountsFramesAndWhatItTookFromTheHeapForThem) {
  constexpr std::size_t size = 976;  // no other test uses this size
  const auto before = FramePool::use_of_this_thread();
  const Blocks blocks = allocate(100, size);
  const auto fresh = FramePool::use_of_this_thread();
  EXPECT_EQ(fresh.frames - before.frames, 100u);
  EXPECT_GE(fresh.from_heap - before.from_heap, 100u);
  EXPECT_LT(fresh.from_heap - before.from_heap, 100 + FramePool::slab / size);
  release(blocks, size);
  release(allocate(100, size), size);
  const auto again = FramePool::use_of_this_thread();
  EXPECT_EQ(again.frames - fresh.frames, 100u);
  EXPECT_EQ(again.from_heap - fresh.from_heap, FramePool::recycles ? 0u : 100u);
}

}  // namespace
}  // namespace coro
