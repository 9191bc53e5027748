#include "benchmarks/cpu/hash/workload.hpp"

#include <openssl/opensslv.h>
#include <openssl/sha.h>

#include "runtimes/os/linked.hpp"

namespace hashing {
namespace {

const os::Linked linked{"libcrypto", OPENSSL_VERSION_STR};  // linked statically: what was built with is what runs

// Every digest that a run can give, but for the nonce: a context that has taken the message in.
class Prepared {
 public:
  explicit Prepared(const Parameters& p) : messages_(p), begun_(p.tasks()) {
    for (std::size_t i = 0; i < begun_.size(); ++i) begun_[i].begin(messages_[i]);
  }
  Digest digest(std::size_t i, std::uint64_t nonce) const {
    Hasher hasher;
    hasher.resume(begun_[i]);
    return hasher.finish(nonce);
  }

 private:
  Messages messages_;
  std::vector<Hasher> begun_;
};

}  // namespace

void Hasher::Free::operator()(SHA256state_st* state) const { delete state; }

// The calls of SHA-256 alone. Behind EVP stands all of libcrypto: 1.3 MiB more in every process of every workload.
Hasher::Hasher() : state_(new SHA256_CTX) {}

Digest Hasher::operator()(std::span<const std::byte> message, std::uint64_t nonce) {
  begin(message);
  return finish(nonce);
}

void Hasher::begin(std::span<const std::byte> message) {
  SHA256_Init(state_.get());
  SHA256_Update(state_.get(), message.data(), message.size());
}

Digest Hasher::finish(std::uint64_t nonce) {
  SHA256_Update(state_.get(), &nonce, sizeof nonce);
  Digest digest;
  SHA256_Final(reinterpret_cast<unsigned char*>(digest.data()), state_.get());
  return digest;
}

void Hasher::resume(const Hasher& begun) { *state_ = *begun.state_; }

Messages::Messages(const Parameters& p)
    : bytes_(static_cast<std::size_t>(p.bytes)), text_(p.tasks() + (bytes_ + 7) / 8) {
  for (std::size_t i = 0; i < text_.size(); ++i) text_[i] = simul::mix(simul::seed + i);
}

std::optional<std::string> Workload::verify(const Parameters& p, std::uint64_t nonce, const Answer& answer) {
  if (auto why = simul::wrong(answer.messages, nonce, p.tasks())) return why;
  if (answer.digests.size() != p.tasks())
    return "there are " + std::to_string(answer.digests.size()) + " digests";
  const auto& prepared = simul::made_once<Prepared>(p);
  for (std::size_t i = 0; i < p.tasks(); ++i) {
    if (answer.digests[i] != prepared.digest(i, nonce))
      return "the digest of message " + std::to_string(i) + " is wrong";
  }
  return std::nullopt;
}

std::uint64_t Workload::kernel(const Parameters& p) {
  static Hasher hasher;
  const auto& messages = simul::made_once<Messages>(p);
  std::uint64_t all = 0;
  for (std::size_t i = 0; i < p.tasks(); ++i) all += static_cast<std::uint64_t>(hasher(messages[i], 0)[0]);
  return all;
}

}  // namespace hashing
