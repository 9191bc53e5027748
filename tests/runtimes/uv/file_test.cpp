#include "runtimes/uv/file.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <system_error>
#include <vector>

#include "runtimes/os/scratch.hpp"
#include "runtimes/uv/error.hpp"
#include "runtimes/uv/pool.hpp"
#include "tests/runtimes/uv/bytes.hpp"

namespace {

// Opens, reads once, closes.
struct Reader {
  uv::Loop* loop;
  std::string path;
  std::int64_t offset = 0;
  Bytes room = Bytes(100);
  ssize_t opened = 1, got = 1, closed = 1;
  bool was_open = false;
  uv::File file{};

  void start() { file.open<&Reader::on_opened>(*loop, path.c_str(), *this); }
  void on_opened(ssize_t result) {
    opened = result;
    was_open = file.is_open();
    if (result == 0) file.read<&Reader::on_read>(*loop, room, offset, *this);
  }
  void on_read(ssize_t result) {
    got = result;
    file.close<&Reader::on_closed>(*loop, *this);
  }
  void on_closed(ssize_t result) { closed = result; }
};

class UvFile : public testing::Test {
 protected:
  UvFile() {
    uv::size_pool(3);  // as in the other tests: a program has one pool
    folder.write("file", counting(60));
  }
  std::string path(const char* name) const { return folder.path() / name; }

  os::ScratchFolder folder;
  uv::Loop loop;
};

TEST_F(UvFile, IsOpenedReadAndClosed) {
  Reader reader{.loop = &loop, .path = path("file")};
  reader.start();
  loop.run();
  EXPECT_EQ(reader.opened, 0);
  EXPECT_TRUE(reader.was_open);
  EXPECT_EQ(reader.got, 60);
  EXPECT_TRUE(std::ranges::equal(std::span(reader.room).first(60), counting(60)));
  EXPECT_EQ(reader.closed, 0);
  EXPECT_FALSE(reader.file.is_open());
}

TEST_F(UvFile, IsReadFromAnyPlaceAndCanBeOpenedAgain) {
  Reader reader{.loop = &loop, .path = path("file")};
  for (const std::int64_t offset : {50, 60}) {
    reader.offset = offset;
    reader.start();
    loop.run();
    EXPECT_EQ(reader.got, 60 - offset);
  }
}

TEST_F(UvFile, ThatIsNotThereIsAnAnswer) {
  Reader reader{.loop = &loop, .path = path("none")};
  reader.start();
  loop.run();
  EXPECT_EQ(reader.opened, UV_ENOENT);
  EXPECT_FALSE(reader.file.is_open());
}

struct FileThrower {
  void on_opened(ssize_t) { throw std::runtime_error("from a callback"); }
  uv::File file;
};

TEST_F(UvFile, IsClosedWithItsOwner) {
  FileThrower thrower;
  thrower.file.open<&FileThrower::on_opened>(loop, path("file").c_str(), thrower);
  EXPECT_THROW(loop.run(), std::runtime_error);
  EXPECT_TRUE(thrower.file.is_open());
}

}  // namespace
