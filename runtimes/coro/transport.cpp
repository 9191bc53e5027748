#include "runtimes/coro/transport.hpp"

#include <sys/socket.h>

#include <utility>

#include "runtimes/os/error.hpp"
#include "runtimes/os/tcp.hpp"

namespace coro {
namespace {

constexpr int reads_per_turn = 16;  // then the others go first

std::error_code last_error() { return {errno, std::generic_category()}; }

}  // namespace

Transport::Transport(Loop& loop, os::Descriptor descriptor, Protocol& protocol)
    : loop_(loop),
      descriptor_(std::move(descriptor)),
      protocol_(protocol),
      reader_(new Side(*this, &Transport::read)),
      writer_(new Side(*this, &Transport::flush)) {
  os::set_nonblocking(descriptor_);
  loop_.poller().add(fd(), readiness_);
  ++loop_.outside();
  readiness_.reader = reader_;
  protocol_.connection_made(*this);
}

Transport::~Transport() {
  if (!told_) --loop_.outside();
  reader_->abandon();
  writer_->abandon();
  loop_.poller().remove(fd(), readiness_);
}

void Transport::read() {
  for (int left = reads_per_turn; reading_ && state_ == State::open && !input_ended_; --left) {
    if (!readiness_.readable) return;
    if (left == 0) return reader_->call_soon();
    const auto landing = loop_.landing();
    const auto got = os::retry([&] { return ::recv(fd(), landing.data(), landing.size(), 0); });
    if (got == -1 && errno == EAGAIN) {
      readiness_.readable = false;
    } else if (got == -1) {
      lose(last_error());
    } else if (got == 0) {
      end_of_input();
    } else {
      if (static_cast<std::size_t>(got) < landing.size()) readiness_.readable = readiness_.hung_up;
      protocol_.data_received(landing.first(static_cast<std::size_t>(got)));
    }
  }
}

void Transport::end_of_input() {
  input_ended_ = true;
  if (!protocol_.eof_received()) close();
}

void Transport::resume_reading() noexcept {
  reading_ = true;
  if (readiness_.readable) reader_->call_soon();
}

void Transport::write(std::span<const std::byte> bytes) {
  if (state_ != State::open || output_ends_ || bytes.empty()) return;
  if (write_buffer_size() == 0 && readiness_.writable) {
    const auto sent = os::retry([&] { return ::send(fd(), bytes.data(), bytes.size(), MSG_NOSIGNAL); });
    if (sent == -1 && errno != EAGAIN) return lose(last_error());
    if (sent > 0) bytes = bytes.subspan(static_cast<std::size_t>(sent));
    if (bytes.empty()) return;
    readiness_.writable = false;
  }
  unsent_.insert(unsent_.end(), bytes.begin(), bytes.end());
  readiness_.writer = writer_;
  if (!paused_ && write_buffer_size() > high_) writer_->call_soon();  // for pause_writing
}

void Transport::flush() {
  while (state_ != State::lost && write_buffer_size() > 0 && readiness_.writable)
    if (!send_some()) break;
  if (write_buffer_size() == 0) {
    unsent_.clear();
    sent_ = 0;
    readiness_.writer = nullptr;
    if (std::exchange(output_ends_, false)) ::shutdown(fd(), SHUT_WR);
  }
  if (state_ == State::lost || (state_ == State::draining && write_buffer_size() == 0)) return finish();
  mind_the_marks();
}

bool Transport::send_some() {
  const auto rest = std::span(unsent_).subspan(sent_);
  const auto sent = os::retry([&] { return ::send(fd(), rest.data(), rest.size(), MSG_NOSIGNAL); });
  if (sent == -1 && errno != EAGAIN) lose(last_error());
  if (sent > 0) sent_ += static_cast<std::size_t>(sent);
  if (sent < static_cast<ssize_t>(rest.size())) readiness_.writable = false;
  return readiness_.writable;
}

void Transport::mind_the_marks() {
  const std::size_t size = write_buffer_size();
  if (!paused_ && size > high_) {
    paused_ = true;
    protocol_.pause_writing();
  } else if (paused_ && size <= low_) {
    paused_ = false;
    protocol_.resume_writing();
  }
}

void Transport::write_eof() {
  if (state_ != State::open) return;
  output_ends_ = true;
  writer_->call_soon();
}

void Transport::close() {
  if (state_ != State::open) return;
  state_ = State::draining;
  readiness_.reader = nullptr;
  writer_->call_soon();
}

void Transport::abort() { lose({}); }

void Transport::lose(std::error_code reason) {
  if (state_ == State::lost) return;
  state_ = State::lost;
  reason_ = reason;
  unsent_.clear();
  sent_ = 0;
  readiness_.reader = nullptr;
  writer_->call_soon();
}

// The owner may destroy the transport as soon as it has heard of this, in a later callback.
void Transport::finish() {
  readiness_.reader = readiness_.writer = nullptr;
  if (std::exchange(told_, true)) return;
  --loop_.outside();
  ::shutdown(fd(), SHUT_RDWR);
  protocol_.connection_lost(reason_);
}

void Transport::set_write_buffer_limits(std::size_t high, std::size_t low) noexcept {
  high_ = high;
  low_ = low;
}

}  // namespace coro
