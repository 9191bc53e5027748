#include "benchmarks/io/fetch/workload.hpp"

#include <gmock/gmock.h>

#include <set>

namespace {

using fetch::Answer;
using fetch::Manner;
using fetch::Parameters;
using fetch::Workload;
using testing::HasSubstr;
using testing::Optional;
using testing::StartsWith;

constexpr Parameters p{.pages = 20, .limit = 5};
constexpr std::uint64_t nonce = 7;

// What a crawler leaves behind that does everything right but, perhaps, `harvest`.
Answer crawled(std::uint64_t with, auto harvest) {
  Answer answer{.file = {}, .served = {.answers = 0, .broken_off = 0, .most_at_once = p.limit}};
  for (std::size_t page = p.count(); page-- > 0;) {  // the order is nobody's business
    const auto [status, html] = fetch::reply_of(p, {with, page});
    answer.file += harvest(fetch::target_of(with, page), status, html);
    answer.served.answers += p.answers(page);
    answer.served.broken_off += p.answers(page) - 1;
  }
  return answer;
}
Answer crawled(std::uint64_t with = nonce) { return crawled(with, fetch::harvest); }

std::size_t first(Manner manner) {
  std::size_t page = 0;
  while (p.manner(page) != manner) ++page;
  return page;
}

TEST(Fetch, AcceptsTheLinesOfThisRunInAnyOrder) {
  EXPECT_EQ(Workload::verify(p, nonce, crawled()), std::nullopt);
  const auto lines = fetch::right_lines(p, nonce);
  Answer sorted = crawled();
  sorted.file.clear();
  for (const std::string& line : lines) sorted.file += line;
  EXPECT_EQ(Workload::verify(p, nonce, sorted), std::nullopt);
}

TEST(Fetch, RejectsTheLinesOfAnotherRun) {
  EXPECT_THAT(Workload::verify(p, nonce + 1, crawled()),
              Optional(StartsWith("does not belong into the file of this run: ")));
}

TEST(Fetch, RejectsAFileThatMissesALine) {
  Answer answer = crawled();
  answer.file.erase(0, answer.file.find('\n') + 1);
  EXPECT_THAT(Workload::verify(p, nonce, answer), Optional(StartsWith("not in the file: ")));
  EXPECT_THAT(Workload::verify(p, nonce, {.file = {}, .served = answer.served}),
              Optional(StartsWith("not in the file: ")));
}

TEST(Fetch, RejectsALineThatStandsTwice) {
  Answer answer = crawled();
  answer.file += answer.file.substr(0, answer.file.find('\n') + 1);
  EXPECT_THAT(Workload::verify(p, nonce, answer), Optional(StartsWith("twice in the file: ")));
}

// Two writers, the second in the middle of a line of the first.
TEST(Fetch, RejectsLinesThatWereInterleaved) {
  Answer answer = crawled();
  const std::size_t end = answer.file.find('\n') + 1;
  const std::string line = answer.file.substr(end, answer.file.find('\n', end) + 1 - end);
  answer.file.erase(end, line.size()).insert(end / 2, line);
  EXPECT_THAT(Workload::verify(p, nonce, answer),
              Optional(StartsWith("does not belong into the file of this run: ")));
}

TEST(Fetch, RejectsALineWithoutItsEnd) {
  Answer answer = crawled();
  answer.file.pop_back();
  EXPECT_THAT(Workload::verify(p, nonce, answer),
              Optional(StartsWith("does not belong into the file of this run: ")));
}

TEST(Fetch, RejectsAChangedLine) {
  Answer answer = crawled();
  answer.file[answer.file.find('\n') - 1] ^= 1;
  EXPECT_THAT(Workload::verify(p, nonce, answer),
              Optional(StartsWith("does not belong into the file of this run: ")));
}

TEST(Fetch, RejectsAMissingPageThatWasTakenForAPage) {
  const Answer answer =
      crawled(nonce, [](auto target, unsigned, auto html) { return fetch::harvest(target, 200, html); });
  EXPECT_NE(Workload::verify(p, nonce, answer), std::nullopt);
}

TEST(Fetch, RejectsAMissingPageThatWasPassedOver) {
  const Answer answer = crawled(nonce, [](auto target, unsigned status, auto html) {
    return status == 200 ? fetch::harvest(target, status, html) : std::string();
  });
  EXPECT_EQ(Workload::verify(p, nonce, answer),
            "not in the file: 404 " + fetch::target_of(nonce, first(Manner::missing)));
}

TEST(Fetch, RejectsAPageThatWasCutOffWhereItBrokeOff) {
  const Answer answer = crawled(nonce, [](auto target, unsigned status, auto html) {
    const bool cut = target == fetch::target_of(nonce, first(Manner::breaks_off));
    return fetch::harvest(target, status, html.substr(0, cut ? html.size() / 2 : html.size()));
  });
  EXPECT_THAT(Workload::verify(p, nonce, answer), Optional(StartsWith("not in the file: ")));
}

TEST(Fetch, RejectsACrawlerThatTheOriginCountedOtherwise) {
  Answer answer = crawled();
  ++answer.served.answers;
  EXPECT_THAT(Workload::verify(p, nonce, answer), Optional(HasSubstr("requests were answered, not")));
  answer = crawled();
  answer.served.broken_off = 0;
  EXPECT_THAT(Workload::verify(p, nonce, answer), Optional(StartsWith("0 answers broke off, not ")));
  answer = crawled();
  answer.served.most_at_once = 6;
  EXPECT_EQ(Workload::verify(p, nonce, answer), "6 requests at once, where 5 are polite");
}

// Every point has every trouble that a crawler is to handle, and delays within the range.
TEST(Fetch, HasSlowMissingAndBrokenPagesInEveryProfile) {
  using namespace std::chrono_literals;
  for (const char* profile : {"smoke", "quick", "full"}) {
    for (const Parameters& point : Workload::points(profile)) {
      std::multiset<Manner> manners;
      for (std::size_t page = 0; page < point.count(); ++page) {
        manners.insert(point.manner(page));
        const bool slow = point.manner(page) == Manner::slow;
        EXPECT_GE(point.delay(page), slow ? 12ms : 1ms);
        EXPECT_LE(point.delay(page), slow ? 12ms : 5ms);
        EXPECT_EQ(point.wait(page), (point.manner(page) == Manner::breaks_off ? 2 : 1) * point.delay(page));
      }
      for (const Manner manner : {Manner::slow, Manner::missing, Manner::breaks_off}) {
        EXPECT_GE(manners.count(manner), 1U) << profile;
        EXPECT_LE(manners.count(manner), point.count() / 4) << profile;
      }
    }
  }
}

TEST(Fetch, FindsAPlaceByItsTargetOnly) {
  const auto place = fetch::place_of(p, fetch::target_of(0xdeadbeef, 19));
  ASSERT_TRUE(place);
  EXPECT_EQ(place->nonce, 0xdeadbeef);
  EXPECT_EQ(place->page, 19U);
  for (const char* target :
       {"", "/", "//", "/7", "/7/", "/7/20", "/7/1x", "/7/1/", "/x/1", "7/1", "/7/-1", "*"})
    EXPECT_FALSE(fetch::place_of(p, target)) << target;
}

TEST(Fetch, HarvestsEveryLinkOnALineOfItsOwn) {
  EXPECT_EQ(fetch::harvest("/7/1", 200, "<a href=\"/a\">a</a> <a id=\"b\" href=\"/c\">c</a>"), "/a\n");
  EXPECT_EQ(fetch::harvest("/7/1", 200, "no link"), "");
  EXPECT_EQ(fetch::harvest("/7/1", 200, "<a href=\"/a\">a</a><a href=\"cut o"), "/a\n");
  EXPECT_EQ(fetch::harvest("/7/1", 404, "<a href=\"/a\">a</a>"), "404 /7/1\n");
}

TEST(Fetch, ReadsEveryPageInItsKernel) {
  std::uint64_t bytes = 0;
  for (const std::string& line : fetch::right_lines({20, 5}, 0))
    if (line.front() == '/') bytes += line.size();
  EXPECT_EQ(Workload::kernel({20, 5}), bytes);
  EXPECT_LT(Workload::kernel({10, 5}), bytes);
  EXPECT_EQ(Workload::kernel({20, 5}), bytes);
}

}  // namespace
