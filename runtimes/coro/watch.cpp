#include "runtimes/coro/watch.hpp"

namespace coro {

Watch::~Watch() {
  remove_reader();
  remove_writer();
  reader_->abandon();
  writer_->abandon();
}

void Watch::set(Side& side, Function f) {
  if (side.f) --loop_.outside();
  side.f = std::move(f);
  if (side.f)
    ++loop_.outside();
  else
    side.revoke();
  tell_poller();
}

void Watch::tell_poller() {
  readiness_.reader = reader_->f ? reader_ : nullptr;
  readiness_.writer = writer_->f ? writer_ : nullptr;
  const bool reads = readiness_.reader != nullptr, writes = readiness_.writer != nullptr;
  if (!reads && !writes) {
    if (std::exchange(registered_, false)) loop_.poller().remove(fd_, readiness_);
  } else if (std::exchange(registered_, true)) {
    loop_.poller().change_levels(fd_, reads, writes, readiness_);
  } else {
    loop_.poller().add_levels(fd_, reads, writes, readiness_);
  }
}

}  // namespace coro
