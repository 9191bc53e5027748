#include "benchmarks/harness/journal.hpp"

#include <pthread.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <stdexcept>
#include <string>
#include <system_error>

namespace simul {
namespace {

thread_local std::uint32_t lane_id = 0;

std::uint32_t lane() {
  // Asked of the kernel once per thread; a forked child inherits its parent's answer and so must forget it.
  static const int forget = ::pthread_atfork(nullptr, nullptr, [] { lane_id = 0; });
  static_cast<void>(forget);
  if (lane_id == 0) lane_id = static_cast<std::uint32_t>(::syscall(SYS_gettid));
  return lane_id;
}

std::int64_t now_ns() { return std::chrono::steady_clock::now().time_since_epoch().count(); }

}  // namespace

Journal::Journal(std::size_t tasks, std::size_t notes_per_task)
    : tasks_(tasks),
      room_(notes_per_task),
      bytes_(tasks * (sizeof(std::uint64_t) + notes_per_task * sizeof(Note))) {
  void* memory = ::mmap(nullptr, std::max<std::size_t>(bytes_, 1), PROT_READ | PROT_WRITE,
                        MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (memory == MAP_FAILED) throw std::system_error(errno, std::generic_category(), "mmap of the journal");
  memory_ = static_cast<std::byte*>(memory);
}

Journal::~Journal() { ::munmap(memory_, std::max<std::size_t>(bytes_, 1)); }

std::uint64_t& Journal::written(std::size_t task) const {
  return reinterpret_cast<std::uint64_t*>(memory_)[task];
}

Note* Journal::row(std::size_t task) const {
  return reinterpret_cast<Note*>(memory_ + tasks_ * sizeof(std::uint64_t)) + task * room_;
}

void Journal::note(std::size_t task, Moment moment, std::chrono::nanoseconds nominal) {
  const std::uint64_t n = written(task)++;
  if (n < room_) row(task)[n] = {now_ns(), nominal.count(), moment, lane()};
}

void Journal::clear() { std::memset(memory_, 0, tasks_ * sizeof(std::uint64_t)); }

std::span<const Note> Journal::of(std::size_t task) const {
  return {row(task), std::min<std::size_t>(written(task), room_)};
}

std::size_t Journal::lost() const {
  std::size_t lost = 0;
  for (std::size_t task = 0; task < tasks_; ++task) {
    if (written(task) > room_) lost += written(task) - room_;
  }
  return lost;
}

InFlight in_flight(const Journal& journal, std::chrono::nanoseconds wall) {
  if (journal.lost())
    throw std::runtime_error("the journal lost " + std::to_string(journal.lost()) + " notes");
  InFlight account{};
  std::int64_t residence = 0;
  std::vector<std::pair<std::int64_t, int>> steps;  // time, +1 begin or -1 end
  for (std::size_t task = 0; task < journal.tasks(); ++task) {
    const auto notes = journal.of(task);
    const auto is = [](Moment m) { return [m](const Note& n) { return n.moment == m; }; };
    if (notes.empty() || notes.front().moment != Moment::begin || notes.back().moment != Moment::end ||
        std::ranges::count_if(notes, is(Moment::begin)) != 1 ||
        std::ranges::count_if(notes, is(Moment::end)) != 1)
      throw std::runtime_error("task " + std::to_string(task) + " did not begin and end exactly once");
    residence += notes.back().at_ns - notes.front().at_ns;
    steps.emplace_back(notes.front().at_ns, +1);
    steps.emplace_back(notes.back().at_ns, -1);
    for (std::size_t i = 0; i + 1 < notes.size(); ++i) {
      if (notes[i].moment == Moment::wait && notes[i + 1].at_ns < notes[i].at_ns + notes[i].nominal_ns)
        ++account.early_wakes;
    }
  }
  std::ranges::sort(steps);  // at one instant an end (-1) comes before a begin: touching is not overlapping
  std::ptrdiff_t now = 0, peak = 0;
  for (const auto& [at, change] : steps) peak = std::max(peak, now += change);
  account.mean = static_cast<double>(residence) / static_cast<double>(wall.count());
  account.peak = static_cast<std::size_t>(peak);
  return account;
}

}  // namespace simul
