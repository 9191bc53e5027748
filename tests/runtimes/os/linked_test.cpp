#include "runtimes/os/linked.hpp"

#include <gmock/gmock.h>
#include <gnu/libc-version.h>

namespace {

const os::Linked entered("made up", "1.2.3");

TEST(Linked, KnowsWhatWasEnteredBeforeMain) { EXPECT_EQ(os::linked().at("made up"), "1.2.3"); }

TEST(Linked, KnowsGlibcByItself) { EXPECT_EQ(os::linked().at("glibc"), ::gnu_get_libc_version()); }

}  // namespace
