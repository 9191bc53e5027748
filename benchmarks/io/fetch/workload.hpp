// A crawl: pages are fetched by HTTP from an origin server (origin.hpp), each answer takes its time, the links of each page
// are appended to one file, and at most `limit` requests are under way at once, as is polite. Some pages are slow, some are
// missing (404), and of some the first answer breaks off in the middle: those are asked for again. The connections, `limit`
// of them, are made before the clock starts and kept alive through all runs; one that broke is made anew within the clock.
#pragma once

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "benchmarks/harness/work.hpp"

namespace fetch {

enum class Manner { prompt, slow, missing, breaks_off };

struct Parameters {
  std::int64_t pages, limit;  // requests at once
  std::int64_t shortest_us = 1'000, longest_us = 5'000, slow_us = 12'000;

  std::size_t count() const { return static_cast<std::size_t>(pages); }

  // Seeded, the same for every contestant: of ten pages one is slow, one is missing, and one breaks off.
  Manner manner(std::size_t page) const;
  std::chrono::microseconds delay(std::size_t page) const;  // of each answer
  int answers(std::size_t page) const { return manner(page) == Manner::breaks_off ? 2 : 1; }
  std::chrono::microseconds wait(std::size_t page) const {
    return answers(page) * delay(page);
  }  // for all of them
};

// How often a page is asked for that breaks off, at the most.
inline constexpr int most_attempts = 3;

// What is asked for, and what the origin makes of it. All text depends on the nonce: nothing from another run passes.
struct Place {
  std::uint64_t nonce;
  std::size_t page;
};
std::string target_of(std::uint64_t nonce, std::size_t page);
std::optional<Place> place_of(const Parameters& p, std::string_view target);
struct Reply {
  unsigned status;
  std::string html;
};
Reply reply_of(const Parameters& p, const Place& place);

// What a crawler writes down of an answer, in whole lines: the links of a page, or which one could not be had.
std::string harvest(std::string_view target, unsigned status, std::string_view html);
// What harvest() finds on all pages: the file's lines in the order of the alphabet, from the spec's own knowledge.
std::vector<std::string> right_lines(const Parameters& p, std::uint64_t nonce);

// What the origin counted in this run.
struct Served {
  std::int64_t answers = 0;  // those that broke off too
  std::int64_t broken_off = 0;
  std::int64_t most_at_once = 0;  // requests under way
};

struct Answer {
  std::string file;  // all of it
  Served served;
};

struct Workload {
  static constexpr std::string_view kind = "io", name = "fetch";
  static constexpr std::string_view in_turn = "one page after the other", waits = "pages were waited for",
                                    works = "a core parsed";
  using Parameters = fetch::Parameters;
  using Answer = fetch::Answer;

  static constexpr std::array fields{std::pair{"pages", &Parameters::pages},
                                     std::pair{"limit", &Parameters::limit}};
  static constexpr std::array recorded{std::pair{"shortest_us", &Parameters::shortest_us},
                                       std::pair{"longest_us", &Parameters::longest_us},
                                       std::pair{"slow_us", &Parameters::slow_us}};

  static std::vector<Parameters> points(std::string_view profile) {
    if (profile == "smoke") return {{20, 5}};
    if (profile == "quick") return {{60, 10}};
    return {{60, 1}, {60, 10}, {60, 60}, {600, 10}, {600, 50}};
  }

  static double units(const Parameters& p) { return static_cast<double>(p.pages); }
  static std::size_t tasks(const Parameters& p) {
    return p.count();
  }  // from the first request to the last line
  static std::size_t notes_per_task(const Parameters&) { return 6; }

  static std::optional<std::string> verify(const Parameters& p, std::uint64_t nonce, const Answer& answer);

  static std::vector<std::pair<std::string, double>> counters(const Parameters&, const Answer& answer) {
    return {{"answers", static_cast<double>(answer.served.answers)},
            {"broken_off", static_cast<double>(answer.served.broken_off)},
            {"most_at_once", static_cast<double>(answer.served.most_at_once)}};
  }

  // The links of all pages are found. What HTTP and its system calls cost is no part of it: they differ from runtime to
  // runtime.
  static std::uint64_t kernel(const Parameters& p);
  static double kernel_calls(const Parameters&) { return 1; }

  // n pages with waits w_i of their own share k places, and C is what reading them costs:
  //   longest  the longest wait;
  //   places   nothing but waits, on all places all the time: sum w_i / k;
  //   rounds   some place has ceil(n / k) pages at least, if only the quickest;
  //   reading  nothing can be read before the quickest page is there: min w_i + C / p.
  static simul::LowerBounds bounds(const Parameters& p, unsigned cpus, double kernel_s);
};

}  // namespace fetch
