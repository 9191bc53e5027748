# add_workload(<kind>/<name> <contestant>...): compiles benchmarks/<kind>/<name>/<contestant>.cpp for each contestant whose
# runtime is built, and workload.cpp where there is one. A contestant's runtime is its name up to the first '_'; `floor` has
# none. Everything lands in simul_contestants, an object library, so that the linker drops no registration.
#
# NEEDS <target> names a library that the problem itself stands on: without it no contestant is built.
# COUNTERPART <library>...: the contestants have somebody to deal with who is none of them (origin.cpp: a server), made of
# these runtime libraries. Without one of them there is nothing to deal with, and the workload is left out.
add_library(simul_contestants INTERFACE)

function(add_workload path)
  cmake_parse_arguments(arg "" "NEEDS" "COUNTERPART" ${ARGN})
  string(REPLACE "/" "_" target "workload_${path}")
  set(sources)
  set(libraries)
  set(left_out)
  if(arg_NEEDS AND NOT TARGET ${arg_NEEDS})
    message(STATUS "${path}: left out, because ${arg_NEEDS} is not here: ${arg_UNPARSED_ARGUMENTS}")
    return()
  endif()
  foreach(library IN LISTS arg_COUNTERPART)
    if(NOT TARGET runtime::${library})
      message(STATUS "${path}: left out, because its counterpart needs what is not built: ${library}")
      return()
    endif()
    list(APPEND libraries runtime::${library})
  endforeach()
  if(arg_COUNTERPART)
    list(APPEND sources ${path}/origin.cpp)
  endif()
  if(EXISTS ${CMAKE_CURRENT_SOURCE_DIR}/${path}/workload.cpp)
    list(APPEND sources ${path}/workload.cpp)
  endif()
  foreach(contestant IN LISTS arg_UNPARSED_ARGUMENTS)
    string(REGEX REPLACE "_.*" "" runtime ${contestant})
    if(runtime STREQUAL "floor")
      list(APPEND sources ${path}/${contestant}.cpp)
      list(APPEND libraries runtime::os)
    elseif(contestant MATCHES "_uring$" AND NOT TARGET runtime::${contestant})
      list(APPEND left_out ${contestant})  # a part of its runtime that may be missing by itself: liburing is
    elseif(TARGET runtime::${runtime})
      list(APPEND sources ${path}/${contestant}.cpp)
      list(APPEND libraries runtime::${runtime})
    else()
      list(APPEND left_out ${contestant})
    endif()
  endforeach()
  if(left_out)
    message(STATUS "${path}: left out, because what they need is not built: ${left_out}")
  endif()
  add_library(${target} OBJECT ${sources})
  # In a unity build, as most tests have, the files of a folder are compiled as one, and each must call its registration by
  # another name than the others' `enter`: that is what CMake makes of this word there.
  set_target_properties(${target} PROPERTIES UNITY_BUILD_BATCH_SIZE 0 UNITY_BUILD_UNIQUE_ID enter)
  target_link_libraries(${target} PRIVATE simul_edge ${libraries} ${arg_NEEDS})
  target_sources(simul_contestants INTERFACE $<TARGET_OBJECTS:${target}>)
  target_link_libraries(simul_contestants INTERFACE ${libraries} ${arg_NEEDS})
endfunction()
