# Run at every build: writes TARGET, which says which commit SOURCE is at and whether tracked files differ from it. Written
# only when that has changed, so that nothing is compiled anew for it. Without git, or outside a repository of its own,
# both are unknown.
find_program(git git)
set(COMMIT std::nullopt)
set(DIRTY std::nullopt)
if(git)
  execute_process(COMMAND ${git} -C ${SOURCE} rev-parse --show-toplevel HEAD
    RESULT_VARIABLE failed OUTPUT_VARIABLE said ERROR_QUIET OUTPUT_STRIP_TRAILING_WHITESPACE)
  file(REAL_PATH ${SOURCE} here)
  if(NOT failed AND said MATCHES "^(.*)\n([0-9a-f]+)$" AND CMAKE_MATCH_1 STREQUAL here)
    set(COMMIT "\"${CMAKE_MATCH_2}\"")
    execute_process(COMMAND ${git} -C ${SOURCE} --no-optional-locks status --porcelain --untracked-files=no
      RESULT_VARIABLE failed OUTPUT_VARIABLE said ERROR_QUIET OUTPUT_STRIP_TRAILING_WHITESPACE)
    if(NOT failed AND said STREQUAL "")
      set(DIRTY false)
    elseif(NOT failed)
      set(DIRTY true)
    endif()
  endif()
endif()
file(CONFIGURE OUTPUT ${TARGET} @ONLY CONTENT [[
#include "benchmarks/harness/revision.hpp"

namespace simul {
Revision revision() { return {@COMMIT@, @DIRTY@}; }
}  // namespace simul
]])
