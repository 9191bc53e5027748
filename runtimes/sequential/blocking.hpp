// Blocking calls, as a program that does one thing at a time makes them; one system call each where
// the kernel does all that was asked for. Threads and forked children wait with the same calls.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <span>

namespace sequential {

// Never early; a due time that has passed is no wait.
void sleep_until(std::chrono::steady_clock::time_point due);

// As many bytes as there are, up to the size of `room`; 0 at the end of file.
std::size_t read_some(int fd, std::span<std::byte> room);
// Throws if the file ends before `bytes` are full.
void read_exactly(int fd, std::span<std::byte> bytes);
// The same, but false if the file ends before the first byte, where no message is cut in two.
bool read_message(int fd, std::span<std::byte> bytes);

// For pipes and files: a pipe whose reader has gone raises SIGPIPE, as in any program.
void write_all(int fd, std::span<const std::byte> bytes);
// For sockets: a peer that has gone is an exception (EPIPE), never a signal.
void send_all(int fd, std::span<const std::byte> bytes);
// As many bytes as the kernel has room for at this moment, perhaps none: never waits, whatever the socket does. For who
// holds both ends, and would wait for himself.
std::size_t send_some(int fd, std::span<const std::byte> bytes);
// As many bytes as have come by this moment, up to the size of `room`; 0 when the peer has sent all, nothing when it has
// not and none are here. Never waits either.
std::optional<std::size_t> receive_some(int fd, std::span<std::byte> room);

// Opens a file, reads its first bytes into `room`, and closes it. How many came: fewer than there is room for only if
// the file has no more.
std::size_t read_file(const char* path, std::span<std::byte> room);

}  // namespace sequential
