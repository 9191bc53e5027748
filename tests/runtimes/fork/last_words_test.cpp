#include "runtimes/fork/last_words.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <string>

namespace {

// A process may be its own heir: whose memory it is makes no difference to the slots.
struct LastWords : testing::Test {
  LastWords() { forked::prepare_last_words(); }
  ~LastWords() override { forked::forget_last_words(me); }
  pid_t me = ::getpid();
};

TEST_F(LastWords, AreEmptyIfNoneWereLeft) { EXPECT_EQ(forked::take_last_words(me), ""); }

TEST_F(LastWords, AreTakenOnce) {
  forked::leave_last_words("mate in two");
  EXPECT_EQ(forked::take_last_words(me), "mate in two");
  EXPECT_EQ(forked::take_last_words(me), "");
}

TEST_F(LastWords, BelongToOneProcess) {
  forked::leave_last_words("mate in two");
  EXPECT_EQ(forked::take_last_words(me + 1), "");
}

TEST_F(LastWords, CanBeForgotten) {
  forked::leave_last_words("mate in two");
  forked::forget_last_words(me);
  EXPECT_EQ(forked::take_last_words(me), "");
}

TEST_F(LastWords, AreDroppedIfTooManyWait) {
  for (int i = 0; i < 64; ++i) forked::leave_last_words("kept");
  forked::leave_last_words("dropped");
  for (int i = 0; i < 64; ++i) EXPECT_EQ(forked::take_last_words(me), "kept");
  EXPECT_EQ(forked::take_last_words(me), "");
}

}  // namespace
