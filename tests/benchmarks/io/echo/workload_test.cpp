#include "benchmarks/io/echo/workload.hpp"

#include <gmock/gmock.h>

#include "benchmarks/harness/contestant.hpp"

namespace echo {
namespace {

const Parameters small{.connections = 3, .messages = 5, .bytes = 20};

// What comes back goes through `spoil`: what is heard may differ from what was said.
Answer held(const Parameters& p, std::uint64_t nonce, auto spoil) {
  Answer all;
  for (std::int64_t i = 0; i < p.connections; ++i) {
    Dialogue dialogue(p, nonce, static_cast<std::size_t>(i));
    while (!dialogue.over()) {
      std::ranges::copy(dialogue.say(), dialogue.room().begin());
      spoil(dialogue.room(), dialogue.heard().messages);
      dialogue.hear_all();
    }
    all.push_back({dialogue.heard(), p.bytes_per_connection()});
  }
  return all;
}
void honestly(std::span<std::byte>, std::int64_t) {}

TEST(Echo, AcceptsWhatCameBackUnchanged) {
  for (const std::int64_t bytes : {1, 2, 7, 8, 9, 64, 1024}) {
    const Parameters p{2, 3, bytes};
    EXPECT_EQ(Workload::verify(p, 7, held(p, 7, honestly)), std::nullopt) << bytes;
  }
}

TEST(Echo, RejectsEveryByteThatChanged) {
  for (std::size_t at = 0; at < 20; ++at) {
    const auto spoilt = held(small, 7, [at](std::span<std::byte> message, std::int64_t number) {
      if (number == 4) message[at] ^= std::byte{1};
    });
    EXPECT_EQ(spoilt[0].heard.wrong, 1);
    EXPECT_NE(Workload::verify(small, 7, spoilt), std::nullopt) << at;
  }
}

TEST(Echo, RejectsTheMessagesOfAnotherRun) {
  EXPECT_NE(Workload::verify(small, 8, held(small, 7, honestly)), std::nullopt);
}

TEST(Echo, RejectsADroppedConnection) {
  EXPECT_NE(Workload::verify(small, 7, held({2, 5, 20}, 7, honestly)), std::nullopt);
  EXPECT_NE(Workload::verify(small, 7, {}), std::nullopt);
}

TEST(Echo, RejectsADroppedMessage) {
  EXPECT_EQ(Workload::verify(small, 7, held({3, 4, 20}, 7, honestly)),
            "connection 0: 4 messages came back, not 5");
}

TEST(Echo, RejectsAClientThatTalkedToItself) {
  auto answer = held(small, 7, honestly);
  answer[1].served = 0;
  EXPECT_NE(Workload::verify(small, 7, answer), std::nullopt);
}

TEST(Echo, TakesAnEchoInPieces) {
  Dialogue dialogue(small, 7, 0);
  for (const std::byte b : std::vector<std::byte>(dialogue.say().begin(), dialogue.say().end())) {
    dialogue.room()[0] = b;
    dialogue.hear(1);
  }
  EXPECT_EQ(dialogue.heard().messages, 1);
  EXPECT_EQ(dialogue.heard().wrong, 0);
}

// A reader that reads nothing leaves the last echo where it was.
TEST(Echo, DoesNotTakeAnOldEchoForANewOne) {
  Dialogue dialogue(small, 7, 0);
  std::ranges::copy(dialogue.say(), dialogue.room().begin());
  dialogue.hear_all();
  dialogue.hear_all();
  EXPECT_EQ(dialogue.heard().wrong, 1);
}

TEST(Echo, SaysSomethingElseEachTime) {
  Dialogue dialogue(small, 7, 0);
  const std::vector<std::byte> first(dialogue.say().begin(), dialogue.say().end());
  dialogue.hear_all();
  EXPECT_FALSE(std::ranges::equal(first, dialogue.say()));
  const Dialogue other(small, 7, 1);
  EXPECT_FALSE(std::ranges::equal(first, other.say()));
}

TEST(Echo, NeedsTwoOpenFilesPerConnection) {
  const simul::Limits limits{.cpus = 1, .workers = 1, .threads = 1, .open_files = 1024};
  EXPECT_EQ(Workload::unsupported({480, 1, 1}, limits), std::nullopt);
  EXPECT_NE(Workload::unsupported({481, 1, 1}, limits), std::nullopt);
}

// Up to a thousand connections, with messages of a byte, a cache line and a kibibyte.
TEST(Echo, IsSweptOverConnectionsAndSizes) {
  std::vector<std::pair<std::int64_t, std::int64_t>> swept;
  for (const Parameters& p : Workload::points("full")) swept.emplace_back(p.connections, p.bytes);
  for (const std::int64_t connections : {1, 100, 1'000}) {
    for (const std::int64_t bytes : {1, 64, 1'024})
      EXPECT_THAT(swept, testing::Contains(std::pair(connections, bytes)));
  }
}

}  // namespace
}  // namespace echo
