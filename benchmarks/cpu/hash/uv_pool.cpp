// A request to libuv's pool per message; each brings its digest to the loop's thread. libuv has no notion of
// what belongs to a thread of its pool, so the context is thread-local.
// https://docs.libuv.org/en/v1.x/threadpool.html
#include "benchmarks/cpu/hash/workload.hpp"
#include "benchmarks/harness/enter.hpp"
#include "runtimes/uv/loop.hpp"
#include "runtimes/uv/pool.hpp"
#include "runtimes/uv/work.hpp"

namespace hashing {
namespace {

template <class Probe>
class UvPool {
 public:
  static constexpr auto lanes = simul::Lanes::workers;
  static auto unsupported(const Parameters&, const simul::Limits& limits) {
    return uv::too_large(limits.workers);
  }

  UvPool(const Parameters& p, unsigned workers, Probe& probe)
      : probe_(probe), messages_(simul::made_once<Messages>(p)), digests_(p.tasks()), requests_(p.tasks()) {
    uv::size_pool(workers);
    for (std::size_t i = 0; i < requests_.size(); ++i) requests_[i].to = this, requests_[i].message = i;
  }

  Answer run(std::uint64_t nonce) {
    nonce_ = nonce;
    hashed_ = {};
    for (Request& request : requests_)
      request.work.template queue<&Request::hash, &Request::take_digest>(loop_, request);
    loop_.run();
    return {digests_, hashed_};
  }

 private:
  struct Request {
    UvPool* to = nullptr;
    std::size_t message = 0;
    Digest digest;
    uv::Work work;

    void hash() {
      thread_local Hasher hasher;
      to->probe_.begin(message);
      digest = hasher(to->messages_[message], to->nonce_);
      to->probe_.end(message);
    }
    void take_digest() {
      to->digests_[message] = digest;
      to->hashed_ += simul::tally(to->nonce_, message);
    }
  };

  Probe& probe_;
  const Messages& messages_;
  std::vector<Digest> digests_;
  std::vector<Request> requests_;
  std::uint64_t nonce_ = 0;
  simul::Tally hashed_;
  uv::Loop loop_;
};

const simul::Enter<Workload, UvPool> enter{"uv_pool"};

}  // namespace
}  // namespace hashing
