// A callable to be called once, by another thread. std::function would demand that it can be copied,
// which a task that owns a socket or a promise cannot, and keeps only 16 bytes without allocating;
// std::move_only_function is C++23. Up to 48 bytes live inside the job, more in one allocation.
#pragma once

#include <concepts>
#include <cstddef>
#include <memory>
#include <new>
#include <type_traits>
#include <utility>

#include "runtimes/threads/task.hpp"

namespace threads {

class Job {
 public:
  template <Task Body>
  explicit Job(Body&& body) {
    using Kept = std::decay_t<Body>;
    static_assert(!std::same_as<Kept, Job>, "a job is moved, not wrapped");
    if constexpr (fits<Kept>)
      hold<Kept>(std::forward<Body>(body));
    else
      hold<Boxed<Kept>>(std::make_unique<Kept>(std::forward<Body>(body)));
  }

  Job(Job&& other) noexcept : actions_(std::exchange(other.actions_, nullptr)) {
    if (actions_) actions_->move(other.room_, room_);
  }
  Job& operator=(Job&&) = delete;
  ~Job() {
    if (actions_) actions_->destroy(room_);
  }

  void operator()() { actions_->call(room_); }

 private:
  static constexpr std::size_t room_bytes = 48;

  // What the type that was forgotten can do. `move` ends the life of what it moves from.
  struct Actions {
    void (*call)(void* task);
    void (*move)(void* from, void* to) noexcept;
    void (*destroy)(void* task) noexcept;
  };

  template <class Kept>
  struct Boxed {
    explicit Boxed(std::unique_ptr<Kept> owned) noexcept : task(std::move(owned)) {}
    void operator()() { (*task)(); }
    std::unique_ptr<Kept> task;
  };

  template <class Kept>
  static constexpr bool fits =
      sizeof(Kept) <= room_bytes &&
      alignof(Kept) <= alignof(std::max_align_t) && std::is_nothrow_move_constructible_v<Kept>;

  template <class Kept>
  static constexpr Actions actions{
      .call = [](void* task) { (*static_cast<Kept*>(task))(); },
      .move =
          [](void* from, void* to) noexcept {
            ::new (to) Kept(std::move(*static_cast<Kept*>(from)));
            std::destroy_at(static_cast<Kept*>(from));
          },
      .destroy = [](void* task) noexcept { std::destroy_at(static_cast<Kept*>(task)); }};

  template <class Kept, class From>
  void hold(From&& from) {
    ::new (room_) Kept(std::forward<From>(from));
    actions_ = &actions<Kept>;
  }

  alignas(std::max_align_t) std::byte room_[room_bytes];
  const Actions* actions_ = nullptr;  // null: moved from
};

}  // namespace threads
