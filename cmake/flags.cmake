# Compiler flags, carried by one interface target: every target of the project links simul_flags.
set(SIMUL_SANITIZE "" CACHE STRING "Sanitizers, comma-separated (set by the presets asan and tsan)")

add_library(simul_flags INTERFACE)
target_compile_features(simul_flags INTERFACE cxx_std_20)
target_include_directories(simul_flags INTERFACE ${PROJECT_SOURCE_DIR})
set(gnu $<CXX_COMPILER_ID:GNU>)
set(clang $<CXX_COMPILER_ID:Clang>)
set(unity $<BOOL:$<TARGET_PROPERTY:UNITY_BUILD>>)  # of the target that these flags are for
target_compile_options(simul_flags INTERFACE -Wall -Wextra -Wpedantic -Wconversion
  $<${clang}:-Wno-sign-conversion>  # which g++ does not mean by -Wconversion
  $<$<NOT:${unity}>:-Wshadow>  # what a file calls its own shadows nothing of its neighbour's
  $<$<AND:${gnu},${unity}>:-Wno-subobject-linkage>  # g++ takes the files of a unity build for headers
  $<$<AND:${gnu},${unity}>:--param=ggc-min-heapsize=400000>  # KiB; to collect garbage sooner takes a tenth of the time
  -Wno-missing-field-initializers  # a designated initialiser names what differs from the defaults
  # g++ 12 makes a symmetric transfer a tail call only when it optimises sibling calls; without it a
  # long chain of awaits grows the stack. Of clang it always is one.
  $<${gnu}:-foptimize-sibling-calls>)

if(CMAKE_BUILD_TYPE STREQUAL "Debug")
  target_compile_options(simul_flags INTERFACE $<${gnu}:-Og>)
  target_compile_definitions(simul_flags INTERFACE _GLIBCXX_ASSERTIONS)
endif()
if(SIMUL_NATIVE)
  target_compile_options(simul_flags INTERFACE -march=native)
endif()
if(SIMUL_SANITIZE)
  # -g1: a report names files and lines; what only a debugger wants would take a quarter of the compiler's time.
  # At fixed addresses: every test is a process, which would begin by relocating half a million pointers.
  target_compile_options(simul_flags INTERFACE -g1 -fno-pie -fsanitize=${SIMUL_SANITIZE} -fno-omit-frame-pointer
    -fno-sanitize-recover=all)
  target_link_options(simul_flags INTERFACE -no-pie -fsanitize=${SIMUL_SANITIZE})
endif()
if(SIMUL_SANITIZE STREQUAL "thread")
  # TSan's function-exit hook would follow the transfer and so undo the tail call.
  target_compile_options(simul_flags INTERFACE $<${gnu}:--param=tsan-instrument-func-entry-exit=0>)
endif()

# For code that runs on stacks which oneTBB switches between: AddressSanitizer takes what it knows of one for the other, and an
# exception on its way down then meets "poisoned" frames that are none. Without its marks on stacks it still sees the heap.
set(SIMUL_SWITCHED_STACKS)
if(SIMUL_SANITIZE MATCHES "address")
  set(SIMUL_SWITCHED_STACKS $<${gnu}:--param=asan-stack=0> "$<${clang}:SHELL:-mllvm -asan-stack=0>")
endif()
