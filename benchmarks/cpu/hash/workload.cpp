#include "benchmarks/cpu/hash/workload.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include <stdexcept>

#include "runtimes/os/linked.hpp"

namespace hashing {
namespace {

const os::Linked linked{"libcrypto", OpenSSL_version(OPENSSL_VERSION_STRING)};

void check(int succeeded, const char* call) {
  if (succeeded != 1) throw std::runtime_error(std::string("libcrypto: ") + call + " failed");
}

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

void Hasher::Free::operator()(evp_md_ctx_st* context) const { EVP_MD_CTX_free(context); }

// EVP_sha256() would have the algorithm looked up again by every use of the context; what is fetched stays
// with it. https://docs.openssl.org/3.0/man7/crypto (performance)
Hasher::Hasher() : context_(EVP_MD_CTX_new()) {
  const std::unique_ptr<EVP_MD, decltype(&EVP_MD_free)> sha256(EVP_MD_fetch(nullptr, "SHA256", nullptr),
                                                               EVP_MD_free);
  check(context_ && sha256, "EVP_MD_fetch");
  check(EVP_DigestInit_ex2(context_.get(), sha256.get(), nullptr), "EVP_DigestInit_ex2");
}

Digest Hasher::operator()(std::span<const std::byte> message, std::uint64_t nonce) {
  begin(message);
  return finish(nonce);
}

void Hasher::begin(std::span<const std::byte> message) {
  check(EVP_DigestInit_ex2(context_.get(), nullptr, nullptr), "EVP_DigestInit_ex2");
  check(EVP_DigestUpdate(context_.get(), message.data(), message.size()), "EVP_DigestUpdate");
}

Digest Hasher::finish(std::uint64_t nonce) {
  check(EVP_DigestUpdate(context_.get(), &nonce, sizeof nonce), "EVP_DigestUpdate");
  Digest digest;
  check(EVP_DigestFinal_ex(context_.get(), reinterpret_cast<unsigned char*>(digest.data()), nullptr),
        "EVP_DigestFinal_ex");
  return digest;
}

void Hasher::resume(const Hasher& begun) {
  check(EVP_MD_CTX_copy_ex(context_.get(), begun.context_.get()), "EVP_MD_CTX_copy_ex");
}

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
