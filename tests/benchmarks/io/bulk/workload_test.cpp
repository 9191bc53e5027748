#include "benchmarks/io/bulk/workload.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <functional>
#include <numeric>

#include "benchmarks/harness/contestant.hpp"

namespace bulk {
namespace {

using Bytes = std::vector<std::byte>;

const Parameters small{.connections = 2, .chunks = 3};

Bytes all_of(const Parameters& p, std::uint64_t nonce, std::size_t connection) {
  Source source(p, connection);
  Bytes all;
  for (source.start(nonce); !source.over(); source.gone()) {
    const auto chunk = source.next();
    all.insert(all.end(), chunk.begin(), chunk.end());
  }
  return all;
}

// Carries everything in pieces of `piece` bytes; on its way a stream goes through `spoil`.
Answer carried(const Parameters& p, std::uint64_t nonce, const std::function<void(Bytes&)>& spoil,
               std::size_t piece = chunk_bytes) {
  Answer tallies;
  for (std::size_t i = 0; i < p.count(); ++i) {
    Bytes stream = all_of(p, nonce, i);
    const std::size_t sent = stream.size();
    spoil(stream);
    Sink sink(p);
    sink.start();
    for (std::span<const std::byte> rest = stream; !rest.empty();) {
      const auto next = rest.first(std::min(piece, rest.size()));
      sink.take(next);
      rest = rest.subspan(next.size());
    }
    tallies.push_back({{sent}, sink.received()});
  }
  return tallies;
}
void honestly(Bytes&) {}

TEST(Bulk, AcceptsWhatArrivedInPiecesOfAnySize) {
  for (const std::size_t piece : {1U, 3U, 8U, 1000U, 4096U, 65535U, 65536U, 65537U, 1'000'000U})
    EXPECT_EQ(Workload::verify(small, 7, carried(small, 7, honestly, piece)), std::nullopt) << piece;
}

TEST(Bulk, TakesEachRunForItself) {
  Source source(small, 1);
  Sink sink(small);
  for (const std::uint64_t nonce : {7, 8}) {
    sink.start();
    for (source.start(nonce); !source.over(); source.gone()) sink.take(source.next());
    EXPECT_EQ(sink.received().digest, bulk::right(small, nonce, 1).digest) << nonce;
    EXPECT_EQ(source.sent().bytes, 3 * chunk_bytes);
    EXPECT_TRUE(sink.over());
  }
}

TEST(Bulk, RejectsTheBytesOfAnotherRun) {
  EXPECT_EQ(Workload::verify(small, 8, carried(small, 7, honestly)),
            "connection 0: the bytes received are not those of this run");
}

TEST(Bulk, RejectsTheBytesOfAnotherConnection) {
  auto answer = carried(small, 7, honestly);
  std::swap(answer[0], answer[1]);
  EXPECT_NE(Workload::verify(small, 7, answer), std::nullopt);
}

TEST(Bulk, RejectsAChangedByte) {
  for (const std::size_t at : {0U, 7U, 8U, 4097U, 65535U, 65536U, 196607U}) {
    const auto change = [at](Bytes& stream) { stream[at] ^= std::byte{0x10}; };
    EXPECT_NE(Workload::verify(small, 7, carried(small, 7, change)), std::nullopt) << at;
    EXPECT_NE(Workload::verify(small, 7, carried(small, 7, change, 1001)), std::nullopt) << at;
  }
}

TEST(Bulk, RejectsADroppedChunk) {
  const auto drop = [](Bytes& stream) { stream.resize(2 * chunk_bytes); };
  EXPECT_EQ(Workload::verify(small, 7, carried(small, 7, drop)),
            "connection 0: 131072 bytes were received, not 196608");
}

// The first chunk arrives twice, and the second never.
TEST(Bulk, RejectsAChunkThatCameTwice) {
  const auto repeat = [](Bytes& stream) {
    std::copy_n(stream.begin(), chunk_bytes, stream.begin() + chunk_bytes);
  };
  EXPECT_NE(Workload::verify(small, 7, carried(small, 7, repeat)), std::nullopt);
}

TEST(Bulk, RejectsChunksInAnotherOrder) {
  const auto swap = [](Bytes& stream) {
    std::swap_ranges(stream.begin(), stream.begin() + chunk_bytes, stream.begin() + chunk_bytes);
  };
  EXPECT_NE(Workload::verify(small, 7, carried(small, 7, swap)), std::nullopt);
}

TEST(Bulk, RejectsAByteTooMany) {
  const auto add = [](Bytes& stream) { stream.push_back(std::byte{0}); };
  EXPECT_NE(Workload::verify(small, 7, carried(small, 7, add)), std::nullopt);
}

TEST(Bulk, RejectsASenderThatSaysItSentLess) {
  auto answer = carried(small, 7, honestly);
  answer[1].sent.bytes -= chunk_bytes;
  EXPECT_EQ(Workload::verify(small, 7, answer), "connection 1: 131072 bytes were sent, not 196608");
}

TEST(Bulk, RejectsADroppedConnection) {
  EXPECT_EQ(Workload::verify(small, 7, carried({1, 3}, 7, honestly)), "1 connections answered");
  EXPECT_NE(Workload::verify(small, 7, {}), std::nullopt);
}

TEST(Bulk, NeedsTwoOpenFilesPerConnection) {
  const simul::Limits limits{.cpus = 1, .workers = 1, .threads = 1, .open_files = 1024};
  EXPECT_EQ(Workload::unsupported({480, 1}, limits), std::nullopt);
  EXPECT_NE(Workload::unsupported({481, 1}, limits), std::nullopt);
}

TEST(Bulk, HasABoundOfCopies) {
  ASSERT_EQ(Workload::bounds({4, 250}, 2, 0.01).size(), 1U);
  EXPECT_EQ(Workload::bounds({4, 250}, 2, 0.01)[0].first, "copies");
  EXPECT_DOUBLE_EQ(simul::ideal_s<Workload>({4, 250}, 1, 0.01), 0.01);
  EXPECT_DOUBLE_EQ(simul::ideal_s<Workload>({4, 250}, 2, 0.01), 0.005);
  EXPECT_DOUBLE_EQ(Workload::kernel_calls({4, 250}), 1000);
}

// All its bytes arrive: what it takes is what is sent first on the first connection.
TEST(Bulk, HasAKernelThatCarriesAChunk) {
  EXPECT_EQ(Workload::kernel({4, 250}), bulk::right({1, 1}, 0, 0).digest);
}

}  // namespace
}  // namespace bulk
