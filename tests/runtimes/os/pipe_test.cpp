#include "runtimes/os/pipe.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

namespace {

TEST(Pipe, PassesBytesFromTheWriteEndToTheReadEnd) {
  const os::Pipe pipe = os::make_pipe();
  ASSERT_EQ(::write(pipe.write_end.get(), "x", 1), 1);
  char byte = 0;
  ASSERT_EQ(::read(pipe.read_end.get(), &byte, 1), 1);
  EXPECT_EQ(byte, 'x');
}

TEST(Pipe, EndsWhenTheWriteEndIsClosed) {
  os::Pipe pipe = os::make_pipe();
  pipe.write_end.close();
  char byte = 0;
  EXPECT_EQ(::read(pipe.read_end.get(), &byte, 1), 0);
}

TEST(Pipe, IsClosedOnExec) {
  const os::Pipe pipe = os::make_pipe();
  EXPECT_TRUE(::fcntl(pipe.read_end.get(), F_GETFD) & FD_CLOEXEC);
  EXPECT_TRUE(::fcntl(pipe.write_end.get(), F_GETFD) & FD_CLOEXEC);
}

}  // namespace
