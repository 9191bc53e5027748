#include "benchmarks/harness/calibration.hpp"

#include <gmock/gmock.h>

#include "benchmarks/harness/file_error.hpp"
#include "benchmarks/harness/json.hpp"
#include "tests/benchmarks/harness/scratch.hpp"

namespace {

using namespace simul;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::ThrowsMessage;

struct Calibrating : testing::Test {
  void store(std::int64_t steps_per_us, const std::string& model) {
    write(file, Json{{"steps_per_us", steps_per_us}, {"cpu_model", model}}.dump());
  }
  Scratch folder;
  std::filesystem::path file = folder.path / "deep" / "er" / "calibration.json";
  void SetUp() override { std::filesystem::create_directories(file.parent_path()); }
};

TEST_F(Calibrating, MeasuresAndStoresWhatIsNotThere) {
  std::filesystem::remove_all(folder.path / "deep");
  const auto fresh = calibrated(file);
  EXPECT_GE(fresh.steps_per_us, 1);
  EXPECT_EQ(fresh.cpu_model, cpu_model());
  const auto stored = Json::parse(read(file));
  EXPECT_EQ(stored.at("steps_per_us"), fresh.steps_per_us);
  EXPECT_EQ(stored.at("cpu_model"), fresh.cpu_model);
  EXPECT_FALSE(std::filesystem::exists(file.string() + ".part"));
}

TEST_F(Calibrating, UsesWhatIsStoredForEver) {
  store(123'456'789, cpu_model());
  EXPECT_EQ(calibrated(file).steps_per_us, 123'456'789);
  EXPECT_EQ(calibrated(file).steps_per_us, 123'456'789);
}

TEST_F(Calibrating, StartsAnewOnAnotherProcessor) {
  store(123'456'789, "a processor that was never made");
  const auto fresh = calibrated(file);
  EXPECT_NE(fresh.steps_per_us, 123'456'789);
  EXPECT_EQ(fresh.cpu_model, cpu_model());
  EXPECT_EQ(Json::parse(read(file)).at("cpu_model"), cpu_model());
  EXPECT_EQ(calibrated(file).steps_per_us, fresh.steps_per_us);
}

TEST_F(Calibrating, RefusesAFileThatIsNone) {
  for (const char* text : {"", "steps", "{}", "[1]", R"({"steps_per_us": 0, "cpu_model": "x"})",
                           R"({"steps_per_us": "many", "cpu_model": "x"})", R"({"steps_per_us": 7})"}) {
    write(file, text);
    EXPECT_THAT([&] { calibrated(file); },
                ThrowsMessage<FileError>(
                    AllOf(HasSubstr(file.string()), HasSubstr("remove it"), Not(HasSubstr("\n")))))
        << text;
    EXPECT_EQ(read(file), text);  // what it is not, it does not overwrite
  }
}

TEST_F(Calibrating, SaysThatItCannotBeStored) {
  write(folder.path / "file", "");
  const auto impossible = folder.path / "file" / "calibration.json";
  EXPECT_THAT([&] { calibrated(impossible); },
              ThrowsMessage<FileError>(AllOf(HasSubstr(impossible.string()), HasSubstr("--calibration"))));
}

TEST_F(Calibrating, LivesInTheUsersCache) {
  const char* cache = std::getenv("XDG_CACHE_HOME");
  const std::string before = cache ? cache : "";
  ::setenv("XDG_CACHE_HOME", "/somewhere", 1);
  EXPECT_EQ(default_calibration_file(), "/somewhere/simul/calibration.json");
  ::setenv("XDG_CACHE_HOME", "", 1);
  ::setenv("HOME", "/home/judit", 1);
  EXPECT_EQ(default_calibration_file(), "/home/judit/.cache/simul/calibration.json");
  cache ? ::setenv("XDG_CACHE_HOME", before.c_str(), 1) : ::unsetenv("XDG_CACHE_HOME");
}

}  // namespace
