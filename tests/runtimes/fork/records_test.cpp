#include "runtimes/fork/records.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <thread>

#include "runtimes/fork/child.hpp"
#include "runtimes/fork/shared.hpp"

namespace {

using forked::Child;
using forked::Records;
using forked::Shared;

struct Item {
  int number;
  double value;
};

TEST(ForkRecords, ArriveInTheirOrderUntilNobodyWrites) {
  Records<Item> items(4);
  Child writer([&] {
    items.only_write();
    for (int i = 0; i < 100; ++i) items.write({i, 0.5 * i});
  });
  items.only_read();
  Item item{};
  for (int i = 0; i < 100; ++i) {
    ASSERT_TRUE(items.read(item));
    EXPECT_EQ(item.number, i);
    EXPECT_EQ(item.value, 0.5 * i);
  }
  EXPECT_FALSE(items.read(item));
  writer.wait();
}

// The writer counts before it writes: it stands in the write after those that fill the pipe, and gets no further, however
// long nobody reads.
TEST(ForkRecords, AreNoMoreThanTheCapacityAhead) {
  constexpr int capacity = 4;
  Records<Item> items(capacity);
  const Shared<int> begun(1);
  volatile int& count = begun[0];
  Child writer([&] {
    items.only_write();
    for (int i = 0; i < 100; ++i) {
      count = i + 1;
      items.write({i, 0});
    }
  });
  items.only_read();
  while (count <= capacity) std::this_thread::yield();
  std::this_thread::sleep_for(std::chrono::milliseconds(20));  // time enough to be wrong
  EXPECT_EQ(count, capacity + 1);
  for (Item item{}; items.read(item);) {
  }
  EXPECT_EQ(count, 100);
  writer.wait();
}

TEST(ForkRecords, TellTheWriterThatNobodyReads) {
  Records<Item> items(4);
  const Shared<int> written(1);
  Child writer([&] {
    items.only_write();
    while (items.write({written[0], 0})) ++written[0];
  });
  items.only_read();
  Item item{};
  ASSERT_TRUE(items.read(item));
  items.close();
  writer.wait();  // ends, and not by SIGPIPE: that would be thrown here
  EXPECT_GE(written[0], 1);
  EXPECT_LE(written[0], 6);
}

TEST(ForkRecords, MustFitIntoThePipe) {
  EXPECT_NO_THROW(Records<Item>(16));
  EXPECT_THROW(Records<Item>(1'000'000), std::length_error);
}

TEST(ForkRecords, SayWhenAPipeCannotBeShrunk) {
  const os::Pipe closed{os::Descriptor(-1), os::Descriptor(-1)};
  EXPECT_THROW(forked::shrink(closed), std::system_error);
}

}  // namespace
