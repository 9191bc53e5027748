// The tasks of a loop by name, with what they are doing: for whoever wants to know what hangs. Costs nothing to
// tasks that are not listed.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "runtimes/coro/branch.hpp"
#include "runtimes/coro/task.hpp"

namespace coro {

struct TaskInfo {
  enum class State { fresh, ready, running, sleeping, waiting };  // fresh: has not begun

  std::string name;
  State state;
  bool cancel_requested;  // and not thrown yet

  bool operator==(const TaskInfo&) const = default;
};

// Loop thread only.
class TaskList {
 public:
  TaskList() = default;
  TaskList(const TaskList&) = delete;
  TaskList& operator=(const TaskList&) = delete;

  std::vector<TaskInfo> list() const;  // the youngest first

  // Debug mode: every task that is spawned, gathered, raced or run from now on is listed under the place where
  // that was said, or the name of its function. Costs a second frame and a string per task.
  void trace(bool on = true) noexcept { tracing_ = on; }
  bool tracing() const noexcept { return tracing_; }

  // A task's place in the list, from its making to its end.
  class Entry {
   public:
    Entry(TaskList& list, std::string name);
    Entry(Entry&& other) noexcept;
    Entry& operator=(Entry&&) = delete;
    ~Entry();
    void begin(const Branch& branch) noexcept { branch_ = &branch; }

   private:
    friend TaskList;
    void link() noexcept;

    TaskList* list_;  // null: moved from
    std::string name_;
    const Branch* branch_ = nullptr;  // that it runs in; null until it begins
    Entry* previous_ = nullptr;
    Entry* next_ = nullptr;
  };

 private:
  Entry* first_ = nullptr;
  bool tracing_ = false;
};

// The task, listed as long as there is a frame of it. See Loop::named.
template <class T>
Task<T> traced(Task<T> task, TaskList::Entry entry) {
  entry.begin(*here.branch);
  co_return co_await std::move(task);
}

}  // namespace coro
