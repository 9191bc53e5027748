#include "benchmarks/io/files/workload.hpp"

#include <cstring>

namespace files {
namespace {

constexpr std::size_t word_bytes = sizeof(std::uint64_t);
constexpr std::size_t lanes = 4;  // multiplications that need not wait for each other

std::uint64_t word(std::span<const std::byte> bytes) {
  std::uint64_t value = 0;
  std::memcpy(&value, bytes.data(), word_bytes);
  return value;
}

// As in FNV-1a (Fowler, Noll, Vo), but a word at a time.
std::uint64_t stirred(std::uint64_t hash, std::uint64_t value) { return (hash ^ value) * 0x100000001b3; }

std::optional<std::string> wrong_with(const Read& read, const Read& right) {
  if (read.bytes != right.bytes)
    return std::to_string(read.bytes) + " bytes were read, not " + std::to_string(right.bytes);
  if (read.checksum != right.checksum) return "its checksum is wrong";
  return std::nullopt;
}

}  // namespace

std::vector<std::byte> content(const Parameters& p, std::size_t file) {
  std::vector<std::byte> bytes(p.size());
  for (std::size_t at = 0; at < bytes.size(); at += word_bytes) {
    const std::uint64_t some = simul::mix(simul::seed + (file << 32) + at);
    std::memcpy(&bytes[at], &some, std::min(word_bytes, bytes.size() - at));
  }
  return bytes;
}

Read check(std::span<const std::byte> bytes, std::size_t file, std::uint64_t nonce) {
  Read read{.bytes = bytes.size(), .checksum = simul::mix(simul::mix(nonce) + file)};
  std::array<std::uint64_t, lanes> hashes;
  for (std::size_t lane = 0; lane < lanes; ++lane) hashes[lane] = simul::mix(read.checksum + lane);
  for (; bytes.size() >= lanes * word_bytes; bytes = bytes.subspan(lanes * word_bytes))
    for (std::size_t lane = 0; lane < lanes; ++lane)
      hashes[lane] = stirred(hashes[lane], word(bytes.subspan(lane * word_bytes)));
  for (const std::byte left : bytes) hashes[0] = stirred(hashes[0], std::to_integer<std::uint64_t>(left));
  for (const std::uint64_t hash : hashes) read.checksum = simul::mix(read.checksum ^ hash);
  return read;
}

std::vector<Parameters> Workload::points(std::string_view profile) {
  constexpr std::int64_t KiB = 1024, cold = 1;
  if (profile == "smoke") return {{20, 16 * KiB, 0}, {10, 16 * KiB, cold}};
  if (profile == "quick") return {{1'200, 16 * KiB, 0}, {200, 16 * KiB, cold}};
  return {{2'000, 4 * KiB, 0},  {2'000, 16 * KiB, 0},  {500, 256 * KiB, 0},
          {500, 4 * KiB, cold}, {200, 16 * KiB, cold}, {50, 256 * KiB, cold}};
}

std::optional<std::string> Workload::verify(const Parameters& p, std::uint64_t nonce, const Answer& answer) {
  if (answer.size() != p.count()) return std::to_string(answer.size()) + " files were read";
  for (std::size_t file = 0; file < answer.size(); ++file) {
    if (const auto why = wrong_with(answer[file], check(content(p, file), file, nonce)))
      return "file " + std::to_string(file) + ": " + *why;
  }
  return std::nullopt;
}

std::uint64_t Workload::kernel(const Parameters& p) {
  static std::vector<std::byte> first;  // made once for each size
  if (first.size() != p.size()) first = content(p, 0);
  return check(first, 0, 0).checksum;
}

}  // namespace files
