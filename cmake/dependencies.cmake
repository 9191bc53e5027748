# Everything that is not ours, found once. What a runtime needs is optional: see runtimes/CMakeLists.txt.
find_package(Threads REQUIRED)
find_package(PkgConfig REQUIRED)
find_package(benchmark REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(CLI11 REQUIRED)
if(SIMUL_TESTS)
  find_package(GTest REQUIRED)
endif()

find_package(TBB QUIET)
pkg_check_modules(libuv QUIET IMPORTED_TARGET libuv)
pkg_check_modules(liburing QUIET IMPORTED_TARGET liburing>=2.3)
pkg_check_modules(libcrypto QUIET IMPORTED_TARGET libcrypto>=3.0)
