#include "benchmarks/io/bulk/workload.hpp"

#include <algorithm>
#include <cstring>

namespace bulk {
namespace {

constexpr std::size_t word_bytes = sizeof(std::uint64_t);

std::uint64_t first_stamp(std::uint64_t nonce, std::size_t connection) {
  return simul::mix(simul::mix(nonce) + connection);
}

// A byte counts by its place in its word, so that words cut in two add up to the same, and in any order. The lowest
// byte is the first, whatever the machine.
std::uint64_t weighed(std::byte byte, std::size_t place) {
  return std::uint64_t{std::to_integer<unsigned char>(byte)} << (8 * (place % word_bytes));
}

std::uint64_t word(const std::byte* bytes) {
  std::uint64_t all = 0;
  for (std::size_t i = 0; i < word_bytes; ++i) all |= weighed(bytes[i], i);
  return all;  // a plain load, where the machine is little-endian
}

void write_word(std::uint64_t value, std::byte* bytes) {
  for (std::size_t i = 0; i < word_bytes; ++i) bytes[i] = static_cast<std::byte>(value >> (8 * i));
}

// Of `bytes` that begin `place` bytes into a chunk.
std::uint64_t sum_of(std::span<const std::byte> bytes, std::size_t place) {
  std::uint64_t sum = 0;
  for (; !bytes.empty() && place % word_bytes != 0; ++place, bytes = bytes.subspan(1))
    sum += weighed(bytes[0], place);
  std::array<std::uint64_t, 4> lanes{};  // additions that need not wait for each other
  for (; bytes.size() >= lanes.size() * word_bytes; bytes = bytes.subspan(lanes.size() * word_bytes))
    for (std::size_t lane = 0; lane < lanes.size(); ++lane) lanes[lane] += word(&bytes[lane * word_bytes]);
  for (std::size_t i = 0; i < bytes.size(); ++i) sum += weighed(bytes[i], i);
  return sum + lanes[0] + lanes[1] + lanes[2] + lanes[3];
}

// One chunk after the other: which came first is part of the digest.
std::uint64_t digest_with(std::uint64_t digest, std::uint64_t sum_of_chunk) {
  return simul::mix(digest + sum_of_chunk);
}

std::optional<std::string> wrong_with(const Parameters& p, const Tally& tally, const Received& right) {
  const std::string all = std::to_string(p.bytes_per_connection());
  if (tally.sent.bytes != p.bytes_per_connection())
    return std::to_string(tally.sent.bytes) + " bytes were sent, not " + all;
  if (tally.received.bytes != right.bytes)
    return std::to_string(tally.received.bytes) + " bytes were received, not " + all;
  if (tally.received.digest != right.digest) return "the bytes received are not those of this run";
  return std::nullopt;
}

}  // namespace

Source::Source(const Parameters& p, std::size_t connection)
    : connection_(connection), bytes_(p.bytes_per_connection()), chunk_(chunk_bytes) {
  for (std::size_t at = 0; at < chunk_.size(); at += word_bytes)
    write_word(simul::mix(simul::seed + (connection << 32) + at), &chunk_[at]);
}

void Source::start(std::uint64_t nonce) {
  stamp_ = first_stamp(nonce, connection_);
  sent_ = {};
}

std::span<const std::byte> Source::next() {
  write_word(stamp_++, chunk_.data());
  return chunk_;
}

void Sink::take(std::span<const std::byte> piece) {
  while (!piece.empty()) {
    const std::size_t missing = chunk_bytes - received_.bytes % chunk_bytes;
    const auto part = piece.first(std::min(missing, piece.size()));
    add(part);
    piece = piece.subspan(part.size());
  }
}

// Bytes of one chunk.
void Sink::add(std::span<const std::byte> bytes) {
  sum_ += sum_of(bytes, received_.bytes % chunk_bytes);
  received_.bytes += bytes.size();
  if (received_.bytes % chunk_bytes != 0) return;
  received_.digest = digest_with(received_.digest, sum_);
  sum_ = 0;
}

// Without moving a byte: only the stamps tell the chunks apart.
Received right(const Parameters& p, std::uint64_t nonce, std::size_t connection) {
  Source source(p, connection);
  source.start(nonce);
  const std::uint64_t stamp = first_stamp(nonce, connection), sum = sum_of(source.next(), 0);
  Received all{.bytes = p.bytes_per_connection(), .digest = 0};
  for (std::uint64_t chunk = 0; chunk < static_cast<std::uint64_t>(p.chunks); ++chunk)
    all.digest = digest_with(all.digest, sum - stamp + (stamp + chunk));
  return all;
}

std::vector<Parameters> Workload::points(std::string_view profile) {
  if (profile == "smoke") return {{1, 20}, {3, 10}};
  if (profile == "quick") return {{4, 250}};
  return {{1, 2'000}, {4, 500}, {16, 125}, {64, 30}};
}

std::optional<std::string> Workload::verify(const Parameters& p, std::uint64_t nonce, const Answer& tallies) {
  if (tallies.size() != p.count()) return std::to_string(tallies.size()) + " connections answered";
  for (std::size_t i = 0; i < tallies.size(); ++i) {
    if (const auto why = wrong_with(p, tallies[i], right(p, nonce, i)))
      return "connection " + std::to_string(i) + ": " + *why;
  }
  return std::nullopt;
}

std::uint64_t Workload::kernel(const Parameters& p) {
  constexpr std::size_t piece_bytes = 4096;
  static Source source({.connections = 1, .chunks = 1}, 0);  // made once, as by contestants
  static std::array<std::byte, piece_bytes> in_the_kernel, in_hand;
  Sink sink(p);
  source.start(0);
  for (auto chunk = source.next(); !chunk.empty(); chunk = chunk.subspan(piece_bytes)) {
    std::ranges::copy(chunk.first(piece_bytes), in_the_kernel.begin());
    std::ranges::copy(in_the_kernel, in_hand.begin());
    sink.take(in_hand);
  }
  return sink.received().digest;
}

}  // namespace bulk
