#include "benchmarks/harness/journal.hpp"

#include <sys/mman.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <system_error>

#include "benchmarks/harness/lane.hpp"

namespace simul {
namespace {

std::int64_t now_ns() { return std::chrono::steady_clock::now().time_since_epoch().count(); }

}  // namespace

Journal::Journal(std::size_t tasks, std::size_t notes_per_task) : tasks_(tasks), room_(notes_per_task) {
  void* memory =
      ::mmap(nullptr, bytes(), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (memory == MAP_FAILED) throw std::system_error(errno, std::generic_category(), "mmap of the journal");
  memory_ = static_cast<std::byte*>(memory);
}

Journal::~Journal() { ::munmap(memory_, bytes()); }

std::size_t Journal::bytes() const {
  return sizeof(std::uint64_t) +
         tasks_ * (sizeof(std::uint64_t) + room_ * (sizeof(Note) + sizeof(LaneClocks)));
}

std::uint64_t& Journal::wants_clocks() const { return *reinterpret_cast<std::uint64_t*>(memory_); }

std::uint64_t& Journal::written(std::size_t task) const {
  return reinterpret_cast<std::uint64_t*>(memory_)[1 + task];
}

Note* Journal::row(std::size_t task) const {
  return reinterpret_cast<Note*>(memory_ + (1 + tasks_) * sizeof(std::uint64_t)) + task * room_;
}

LaneClocks* Journal::clocks(std::size_t task) const {
  return reinterpret_cast<LaneClocks*>(row(tasks_)) + task * room_;
}

void Journal::note(std::size_t task, Moment moment, std::chrono::nanoseconds nominal) {
  const std::uint64_t n = written(task)++;
  if (n >= room_) return;
  const std::uint32_t lane = lane::id();
  if (!has_clocks()) {
    row(task)[n] = {now_ns(), nominal.count(), moment, lane};
    return;
  }
  // A system call first: preemption that was put off seems to come with a thread's next one, and between two readings it
  // would be in one of them and not in the other (wall first: -5 % residual for 14 threads on 2 busy CPUs).
  lane::open_clocks();
  const std::int64_t cpu_ns = lane::cpu_ns();
  row(task)[n] = {now_ns(), nominal.count(), moment, lane};
  clocks(task)[n] = {cpu_ns, lane::run_delay_ns()};
}

void Journal::clear() { std::memset(&written(0), 0, tasks_ * sizeof(std::uint64_t)); }

void Journal::read_clocks(bool wanted) { wants_clocks() = wanted; }

bool Journal::has_clocks() const { return wants_clocks() != 0; }

std::span<const Note> Journal::of(std::size_t task) const {
  return {row(task), std::min<std::size_t>(written(task), room_)};
}

std::span<const LaneClocks> Journal::clocks_of(std::size_t task) const {
  return {clocks(task), has_clocks() ? of(task).size() : 0};
}

std::size_t Journal::written() const {
  std::size_t all = 0;
  for (std::size_t task = 0; task < tasks_; ++task) all += written(task);
  return all;
}

std::size_t Journal::lost() const {
  std::size_t lost = 0;
  for (std::size_t task = 0; task < tasks_; ++task) {
    if (written(task) > room_) lost += written(task) - room_;
  }
  return lost;
}

}  // namespace simul
