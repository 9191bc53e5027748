#include "benchmarks/cpu/hash/workload.hpp"

#include <gtest/gtest.h>

#include <cstring>
#include <set>

namespace hashing {
namespace {

const Parameters small{.messages = 6, .bytes = 100};
constexpr std::uint64_t nonce = 7;

struct Done {
  explicit Done(std::uint64_t with = nonce, std::size_t first = 0) {
    for (std::size_t i = first; i < digests.size(); ++i) hash(i, with);
  }
  void hash(std::size_t i, std::uint64_t with) {
    digests[i] = hasher(messages[i], with);
    done += simul::tally(with, i);
  }
  Answer answer() const { return {digests, done}; }

  const Messages messages{small};
  Hasher hasher;
  std::vector<Digest> digests = std::vector<Digest>(small.tasks());
  simul::Tally done;
};

std::string hex(const Digest& digest) {
  std::string text;
  for (const std::byte byte : digest)
    for (const unsigned nibble : {std::to_integer<unsigned>(byte) >> 4, std::to_integer<unsigned>(byte) & 15})
      text += "0123456789abcdef"[nibble];
  return text;
}

// The example of two blocks in FIPS 180-2, B.2: its last eight bytes for a nonce.
TEST(Hash, IsSha256OfTheMessageAndTheNonceBehindIt) {
  const std::string text = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq";
  std::uint64_t last;
  std::memcpy(&last, text.data() + text.size() - sizeof last, sizeof last);
  const auto message = std::as_bytes(std::span(text)).first(text.size() - sizeof last);
  Hasher hasher;
  for (int again = 0; again < 2; ++again)  // a context that is used anew has forgotten what it had
    EXPECT_EQ(hex(hasher(message, last)), "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}

TEST(Hash, OfOneMessageAndManyNoncesTakesTheMessageInOnce) {
  const Messages messages(small);
  Hasher begun, other, whole;
  begun.begin(messages[2]);
  for (const std::uint64_t with : {1U, 2U, 444U}) {
    other.resume(begun);
    EXPECT_EQ(other.finish(with), whole(messages[2], with));
  }
}

TEST(Hash, HasMessagesOfTheSameLengthThatDiffer) {
  const Messages messages(small);
  std::set<std::vector<std::byte>> different;
  for (std::size_t i = 0; i < small.tasks(); ++i) {
    EXPECT_EQ(messages[i].size(), 100U);
    different.emplace(messages[i].begin(), messages[i].end());
  }
  EXPECT_EQ(different.size(), small.tasks());
}

TEST(Hash, IsRightOnceMoreWithAnotherNonce) {
  for (const std::uint64_t with : {nonce, nonce + 1})
    EXPECT_EQ(Workload::verify(small, with, Done(with).answer()), std::nullopt);
}

TEST(Hash, RejectsAMessageThatWasLeftOut) {
  Done run(nonce, 1);
  EXPECT_EQ(Workload::verify(small, nonce, run.answer()), "5 tasks were done, not 6");
  run.done += simul::tally(nonce, 0);
  EXPECT_EQ(Workload::verify(small, nonce, run.answer()), "the digest of message 0 is wrong");
}

TEST(Hash, RejectsAMessageHashedTwiceForOneThatWasNot) {
  Done run(nonce, 1);
  run.hash(3, nonce);
  EXPECT_EQ(Workload::verify(small, nonce, run.answer()),
            "the tasks are not those of this run, each done once");
}

TEST(Hash, RejectsTheDigestsOfAnotherRun) {
  Done old(nonce + 1);
  EXPECT_EQ(Workload::verify(small, nonce, old.answer()),
            "the tasks are not those of this run, each done once");
  old.done = Done().done;
  EXPECT_EQ(Workload::verify(small, nonce, old.answer()), "the digest of message 0 is wrong");
}

TEST(Hash, RejectsAWrongDigestAndOneInAnothersPlace) {
  for (std::size_t byte = 0; byte < 32; ++byte) {
    Done run;
    run.digests[5][byte] ^= std::byte{1};
    EXPECT_EQ(Workload::verify(small, nonce, run.answer()), "the digest of message 5 is wrong");
  }
  Done run;
  std::swap(run.digests[2], run.digests[4]);
  EXPECT_EQ(Workload::verify(small, nonce, run.answer()), "the digest of message 2 is wrong");
  run.digests.pop_back();
  EXPECT_EQ(Workload::verify(small, nonce, run.answer()), "there are 5 digests");
}

TEST(Hash, IsNotJournaledBelowFiftyMicroseconds) {
  EXPECT_EQ(Workload::tasks({65'536, 1'024}), 0U);
  EXPECT_EQ(Workload::tasks({256, 262'144}), 256U);
}

// 256 messages, 2.56 s of work: two cores take 1.28 s, and a thousand cannot beat one message, 0.01 s.
TEST(HashIdeal, IsTheSharedWorkOrOneMessage) {
  const Parameters p{256, 262'144};
  EXPECT_DOUBLE_EQ(simul::ideal_s<Workload>(p, 1, 2.56), 2.56);
  EXPECT_DOUBLE_EQ(simul::ideal_s<Workload>(p, 2, 2.56), 1.28);
  EXPECT_DOUBLE_EQ(simul::ideal_s<Workload>(p, 1000, 2.56), 0.01);
  EXPECT_EQ(Workload::bounds(p, 2, 2.56)[0].first, "work");
  EXPECT_EQ(Workload::bounds(p, 2, 2.56)[1].first, "longest_task");
}

}  // namespace
}  // namespace hashing
