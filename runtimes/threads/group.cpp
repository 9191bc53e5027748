#include "runtimes/threads/group.hpp"

namespace threads {

void Group::join() {
  threads_.clear();  // a jthread's destructor joins
  failure_.rethrow();
}

}  // namespace threads
