// Items through one bounded channel, from producers to consumers that do nothing else: what does it cost to
// hand one on?
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace channel {

inline constexpr std::size_t capacity = 1024;  // items that wait in the channel, at most

struct Parameters {
  std::int64_t producers, consumers, items;
  std::int64_t room = capacity;

  // Item i is made by producer i modulo their number.
  std::uint64_t stride() const { return static_cast<std::uint64_t>(producers); }
  std::uint64_t count() const { return static_cast<std::uint64_t>(items); }
};

// What is handed on: another number in every run.
constexpr std::uint64_t item(std::uint64_t nonce, std::uint64_t number) { return nonce ^ number; }

// Kept by each producer and consumer for itself.
struct Tally {
  std::int64_t produced = 0, consumed = 0;
  std::uint64_t sum = 0;  // of the items consumed

  void consume(std::uint64_t item) { ++consumed, sum += item; }
  Tally& operator+=(const Tally& other) {
    produced += other.produced, consumed += other.consumed, sum += other.sum;
    return *this;
  }
};

struct Workload {
  static constexpr std::string_view kind = "sync", name = "channel";
  static constexpr std::string_view in_turn = "making and using one item after the other", waits = "",
                                    works = "a core made and used items";
  using Parameters = channel::Parameters;
  using Answer = Tally;

  static constexpr std::array fields{std::pair{"producers", &Parameters::producers},
                                     std::pair{"consumers", &Parameters::consumers},
                                     std::pair{"items", &Parameters::items}};
  static constexpr std::array recorded{std::pair{"capacity", &Parameters::room}};

  // Some hundred thousand for those who share a channel between threads or processes, millions for those who
  // hand on in nanoseconds.
  static std::vector<Parameters> points(std::string_view profile);

  static double units(const Parameters& p) { return static_cast<double>(p.items); }
  static constexpr std::string_view no_ideal =
      "what an item costs at the least is the question; see of_floor";
  static constexpr std::string_view counted = "items";
  static Parameters of_size(const Parameters& p, std::int64_t items) {
    return {p.producers, p.consumers, items};
  }
  static std::optional<std::string> verify(const Parameters& p, std::uint64_t nonce, const Answer& tally);

  static std::uint64_t kernel(const Parameters& p);
  static double kernel_calls(const Parameters&) { return 1; }
};

// Each item used where it is made, without a channel: the kernel, and the baseline.
Tally hand_over_all(const Parameters& p, std::uint64_t nonce);

}  // namespace channel
