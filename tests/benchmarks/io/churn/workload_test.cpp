#include "benchmarks/io/churn/workload.hpp"

#include <gmock/gmock.h>

#include "benchmarks/harness/contestant.hpp"

namespace churn {
namespace {

using Bytes = std::vector<std::byte>;

const Parameters small{.clients = 3, .connections = 4};

// An answer goes through `spoil` on its way back: what is heard may differ from what was said.
Answer called(const Parameters& p, std::uint64_t nonce, auto spoil) {
  Answer answer(p);
  for (std::size_t i = 0; i < p.count(); ++i) {
    Caller caller(p, nonce, i);
    for (; !caller.over(); caller.hung_up()) {
      Bytes answered(caller.say().begin(), caller.say().end());
      spoil(answered, caller.heard().calls);
      answer.served.count(message_bytes);
      caller.hear(answered);
    }
    answer.clients[i] = caller.heard();
  }
  return answer;
}
void honestly(Bytes&, std::int64_t) {}

TEST(Churn, AcceptsWhatCameBackUnchanged) {
  for (const Parameters p : {Parameters{1, 1}, {1, 10}, {4, 5}})
    EXPECT_EQ(Workload::verify(p, 7, called(p, 7, honestly)), std::nullopt) << p.clients;
}

TEST(Churn, RejectsEveryByteThatChanged) {
  for (std::size_t at = 0; at < message_bytes; ++at) {
    const auto spoilt = called(small, 7, [at](Bytes& answered, std::int64_t call) {
      if (call == 3) answered[at] ^= std::byte{1};
    });
    EXPECT_EQ(Workload::verify(small, 7, spoilt), "client 0: 1 answers were not what was said") << at;
  }
}

TEST(Churn, RejectsAnAnswerThatIsTooShortOrTooLong) {
  for (const std::size_t size : {0U, 1U, 63U, 65U, 128U, 1000U}) {
    const auto cut = [size](Bytes& answered, std::int64_t) { answered.resize(size); };
    EXPECT_EQ(Workload::verify(small, 7, called(small, 7, cut)), "client 0: 4 answers were not what was said")
        << size;
  }
}

TEST(Churn, RejectsTheAnswersOfAnotherRun) {
  EXPECT_EQ(Workload::verify(small, 8, called(small, 7, honestly)),
            "client 0: the answers are not those of this run");
}

TEST(Churn, RejectsADroppedCall) {
  EXPECT_EQ(Workload::verify(small, 7, called({3, 3}, 7, honestly)),
            "client 0: 3 calls were answered, not 4");
}

TEST(Churn, RejectsADroppedClient) {
  EXPECT_EQ(Workload::verify(small, 7, called({2, 4}, 7, honestly)), "2 clients answered");
}

TEST(Churn, RejectsClientsThatTalkedToThemselves) {
  auto answer = called(small, 7, honestly);
  answer.served = {};
  EXPECT_EQ(Workload::verify(small, 7, answer), "0 connections were served, not 12");
}

TEST(Churn, RejectsAConnectionThatWasServedTwice) {
  auto answer = called(small, 7, honestly);
  answer.served.count(message_bytes);
  EXPECT_EQ(Workload::verify(small, 7, answer), "13 connections were served, not 12");
}

TEST(Churn, RejectsAServerThatAnsweredLess) {
  auto answer = called(small, 7, honestly);
  answer.served.bytes -= 10;
  EXPECT_EQ(Workload::verify(small, 7, answer), "758 bytes were served, not 768");
}

TEST(Churn, HearsAnAnswerInPieces) {
  Caller caller(small, 7, 0);
  for (const std::byte b : Bytes(caller.say().begin(), caller.say().end())) caller.hear(std::span(&b, 1));
  caller.hung_up();
  EXPECT_EQ(caller.heard().calls, 1);
  EXPECT_EQ(caller.heard().wrong, 0);
}

TEST(Churn, DoesNotTakeAnOldAnswerForANewOne) {
  Caller caller(small, 7, 0);
  caller.hear(caller.say());
  caller.hung_up();
  caller.hung_up();
  EXPECT_EQ(caller.heard().wrong, 1);
}

TEST(Churn, NeedsOpenFilesForTheConnectionsThatCloseToo) {
  const simul::Limits limits{.cpus = 1, .workers = 1, .threads = 1, .open_files = 1024};
  EXPECT_EQ(churn::too_many_sockets({240, 1}, limits), std::nullopt);
  EXPECT_NE(churn::too_many_sockets({241, 1}, limits), std::nullopt);
}

}  // namespace
}  // namespace churn
