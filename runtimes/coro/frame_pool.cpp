#include "runtimes/coro/frame_pool.hpp"

#include <mutex>
#include <utility>
#include <vector>

namespace coro {

// Lives for ever: threads may end after the static objects are gone.
class FramePool::Depot {
 public:
  static Depot& instance() {
    static Depot& depot = *new Depot;
    return depot;
  }

  void give(std::size_t size_class, List list) {
    const std::scoped_lock lock(mutex_);
    lists_[size_class].push_back(list);
  }

  // An empty list if there is none.
  List take(std::size_t size_class) {
    const std::scoped_lock lock(mutex_);
    std::vector<List>& lists = lists_[size_class];
    if (lists.empty()) return {};
    const List list = lists.back();
    lists.pop_back();
    return list;
  }

 private:
  std::mutex mutex_;
  std::array<std::vector<List>, largest / granule + 1> lists_;
};

// Made by the first slow path of a thread, gone with it.
class FramePool::HandOver {
 public:
  static void enter() { static thread_local HandOver at_end_of_thread; }

 private:
  HandOver() = default;
  ~HandOver() {
    for (std::size_t size_class = 0; size_class < of_this_thread_.size(); ++size_class) {
      const List left = std::exchange(of_this_thread_[size_class], {});
      if (left.head != nullptr) Depot::instance().give(size_class, left);
    }
  }
};

FramePool::List FramePool::carve(std::size_t block_size) {
  const std::size_t blocks = slab / block_size;
  auto* memory = static_cast<std::byte*>(::operator new(slab));
  List list{.head = nullptr, .room = kept - blocks};
  for (std::size_t block = blocks; block-- > 0;)
    list.head = new (memory + block * block_size) Block{list.head};
  return list;
}

void FramePool::refill(List& list) {
  HandOver::enter();
  const auto size_class = static_cast<std::size_t>(&list - of_this_thread_.data());
  const List spare = Depot::instance().take(size_class);
  list = spare.head != nullptr ? spare : carve(size_class * granule);
}

void FramePool::make_room(List& list) noexcept {
  HandOver::enter();
  const auto size_class = static_cast<std::size_t>(&list - of_this_thread_.data());
  if (list.head != nullptr) Depot::instance().give(size_class, list);
  list = {.head = nullptr, .room = kept};
}

}  // namespace coro
