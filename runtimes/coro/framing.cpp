#include "runtimes/coro/framing.hpp"

#include <algorithm>
#include <array>

namespace coro {

void Framed::data_received(Bytes bytes) {
  if (!incomplete_.empty()) {
    incomplete_.insert(incomplete_.end(), bytes.begin(), bytes.end());
    bytes = incomplete_;
  }
  const Bytes rest = bytes.subspan(deliver_whole(bytes));
  if (transport_->closing()) return incomplete_.clear();
  incomplete_ = std::vector<std::byte>(rest.begin(), rest.end());
}

std::size_t Framed::deliver_whole(Bytes bytes) {
  std::size_t used = 0;
  while (!transport_->closing()) {
    const Bytes rest = bytes.subspan(used);
    const std::size_t size = measure(rest);
    if (std::max(size, size == 0 ? rest.size() : 0) > limit_) {
      transport_->abort();
      break;
    }
    if (size == 0 || size > rest.size()) break;
    deliver(rest.first(size));
    used += size;
  }
  return used;
}

void Framed::write_joined(Bytes first, Bytes second) {
  outgoing_.assign(first.begin(), first.end());
  outgoing_.insert(outgoing_.end(), second.begin(), second.end());
  transport_->write(outgoing_);
}

std::size_t LineProtocol::measure(Bytes bytes) {
  const auto end = std::ranges::find(bytes, std::byte{'\n'});
  return end == bytes.end() ? 0 : static_cast<std::size_t>(end - bytes.begin()) + 1;
}

void LineProtocol::deliver(Bytes message) {
  line_received({reinterpret_cast<const char*>(message.data()), message.size() - 1});
}

void LineProtocol::write_line(std::string_view line) {
  constexpr std::byte end{'\n'};
  write_joined(std::as_bytes(std::span(line)), {&end, 1});
}

std::size_t LengthProtocol::measure(Bytes bytes) {
  if (bytes.size() < header) return 0;
  std::size_t length = 0;
  for (const std::byte digit : bytes.first(header))
    length = length << 8 | std::to_integer<std::size_t>(digit);
  return header + length;
}

void LengthProtocol::write_message(std::span<const std::byte> message) {
  std::array<std::byte, header> length;
  for (std::size_t i = 0; i < header; ++i)
    length[i] = static_cast<std::byte>(message.size() >> 8 * (header - 1 - i));
  write_joined(length, message);
}

}  // namespace coro
