// Which sources this binary was built from, as git told at the last build (cmake/revision.cmake): right after a commit, too,
// once it is built again. Unknown when built outside a repository.
#pragma once

#include <optional>
#include <string>

namespace simul {

struct Revision {
  std::optional<std::string> commit;
  std::optional<bool> dirty;  // tracked files differed from the commit
};

Revision revision();

}  // namespace simul
