// Ask, wait for the answer, write down its links, ask for the next: one connection, and one page in flight.
#include "benchmarks/harness/enter.hpp"
#include "benchmarks/io/fetch/origin.hpp"
#include "benchmarks/io/fetch/workload.hpp"
#include "runtimes/http/client.hpp"
#include "runtimes/os/scratch_file.hpp"

namespace fetch {
namespace {

template <class Probe>
class Sequential {
 public:
  static constexpr auto lanes = simul::Lanes::one;

  Sequential(const Parameters& p, unsigned, Probe& probe)
      : p_(p), probe_(probe), origin_(p), client_(origin_.port()) {}

  Answer run(std::uint64_t nonce) {
    file_.clear();
    for (std::size_t page = 0; page < p_.count(); ++page) {
      probe_.begin(page);
      probe_.wait(page, p_.wait(page));
      const std::string target = target_of(nonce, page);
      const http::Response& response = client_.get(target, most_attempts);
      probe_.wake(page);
      file_.append(harvest(target, response.status(), response.body()));
      probe_.end(page);
    }
    return {file_.contents(), origin_.served()};
  }

 private:
  const Parameters& p_;
  Probe& probe_;
  Origin origin_;
  http::Client client_;
  os::ScratchFile file_;
};

const simul::Enter<Workload, Sequential> enter{"sequential"};

}  // namespace
}  // namespace fetch
