#include "runtimes/uv/error.hpp"

#include <gmock/gmock.h>
#include <uv.h>

#include <system_error>

namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Property;
using testing::ThrowsMessage;

TEST(UvError, SuccessPassesThrough) { EXPECT_EQ(uv::check(3, "uv_run"), 3); }

TEST(UvError, NamesTheCallAndTheReason) {
  EXPECT_THAT([] { uv::check(UV_EADDRINUSE, "uv_listen"); },
              ThrowsMessage<std::system_error>(AllOf(HasSubstr("uv_listen"), HasSubstr("already in use"))));
}

TEST(UvError, AnErrnoComparesEqualToItsStandardCondition) {
  EXPECT_EQ(std::error_code(UV_ECONNRESET, uv::category()), std::errc::connection_reset);
}

TEST(UvError, ACodeOfLibuvsOwnIsNoErrno) {
  const std::error_code end(UV_EOF, uv::category());
  EXPECT_EQ(end.default_error_condition().category(), uv::category());
  EXPECT_EQ(end.message(), "end of file");
}

}  // namespace
