#include "runtimes/coro/task_list.hpp"

namespace coro {
namespace {

TaskInfo::State state_of(const Branch* branch) noexcept {
  using enum TaskInfo::State;
  if (branch == nullptr) return fresh;
  if (branch == here.branch) return running;
  if (branch->sleeping()) return sleeping;
  return branch->waiting() ? waiting : ready;
}

}  // namespace

std::vector<TaskInfo> TaskList::list() const {
  std::vector<TaskInfo> tasks;
  for (const Entry* entry = first_; entry != nullptr; entry = entry->next_) {
    const Branch* const branch = entry->branch_;
    tasks.push_back({entry->name_, state_of(branch), branch != nullptr && branch->cancel_requested()});
  }
  return tasks;
}

TaskList::Entry::Entry(TaskList& list, std::string name) : list_(&list), name_(std::move(name)) {
  next_ = list.first_;
  link();
}

TaskList::Entry::Entry(Entry&& other) noexcept
    : list_(std::exchange(other.list_, nullptr)),
      name_(std::move(other.name_)),
      branch_(other.branch_),
      previous_(other.previous_),
      next_(other.next_) {
  link();
}

TaskList::Entry::~Entry() {
  if (list_ == nullptr) return;
  (previous_ != nullptr ? previous_->next_ : list_->first_) = next_;
  if (next_ != nullptr) next_->previous_ = previous_;
}

void TaskList::Entry::link() noexcept {
  (previous_ != nullptr ? previous_->next_ : list_->first_) = this;
  if (next_ != nullptr) next_->previous_ = this;
}

}  // namespace coro
