# Everything that is not ours, found once. What a runtime needs is optional: see runtimes/CMakeLists.txt.
find_package(Threads REQUIRED)
find_package(PkgConfig REQUIRED)
find_package(benchmark REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(CLI11 REQUIRED)
if(SIMUL_TESTS)
  find_package(GTest REQUIRED)
endif()

# SHA-1 for cpu/uts and SHA-256 for cpu/hash. Linked statically: every cell's process would load the whole library, and
# every fork would copy its pages.
set(OPENSSL_USE_STATIC_LIBS ON)
find_package(OpenSSL 3.0 QUIET)
find_package(TBB QUIET)
pkg_check_modules(libuv QUIET IMPORTED_TARGET libuv)
pkg_check_modules(liburing QUIET IMPORTED_TARGET liburing>=2.3)

# http-parser comes without a description of itself.
find_path(HTTP_PARSER_INCLUDE_DIR http_parser.h)
find_library(HTTP_PARSER_LIBRARY http_parser)
mark_as_advanced(HTTP_PARSER_INCLUDE_DIR HTTP_PARSER_LIBRARY)
if(HTTP_PARSER_INCLUDE_DIR AND HTTP_PARSER_LIBRARY)
  add_library(http_parser::http_parser UNKNOWN IMPORTED)
  set_target_properties(http_parser::http_parser PROPERTIES
    IMPORTED_LOCATION ${HTTP_PARSER_LIBRARY} INTERFACE_INCLUDE_DIRECTORIES ${HTTP_PARSER_INCLUDE_DIR})
endif()

# So does Asio, of which there are only headers. Those of its channels are as new as what is used of it.
find_path(ASIO_INCLUDE_DIR asio/experimental/channel.hpp)
mark_as_advanced(ASIO_INCLUDE_DIR)
if(ASIO_INCLUDE_DIR)
  add_library(asio::asio INTERFACE IMPORTED)
  set_target_properties(asio::asio PROPERTIES INTERFACE_INCLUDE_DIRECTORIES ${ASIO_INCLUDE_DIR})
  # 1.22 looks for the coroutines that clang had before C++20.
  target_compile_definitions(asio::asio INTERFACE $<$<CXX_COMPILER_ID:Clang>:ASIO_HAS_CO_AWAIT;ASIO_HAS_STD_COROUTINE>)
endif()
