# Everything that is not ours, found once. What a runtime needs is optional: see runtimes/CMakeLists.txt.
find_package(Threads REQUIRED)
find_package(PkgConfig REQUIRED)
find_package(benchmark REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(CLI11 REQUIRED)
if(SIMUL_TESTS)
  find_package(GTest REQUIRED)
endif()

# SHA-1 for cpu/uts. Linked statically: a few kB of it are used, and every cell's process would load and every fork copy
# the rest.
set(OPENSSL_USE_STATIC_LIBS ON)
find_package(OpenSSL QUIET)
find_package(TBB QUIET)
pkg_check_modules(libuv QUIET IMPORTED_TARGET libuv)
pkg_check_modules(liburing QUIET IMPORTED_TARGET liburing>=2.3)
