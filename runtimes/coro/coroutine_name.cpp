#include "runtimes/coro/coroutine_name.hpp"

#include <cxxabi.h>
#include <dlfcn.h>

#include <cstdint>
#include <cstdlib>
#include <memory>
#include <sstream>

namespace coro {
namespace {

std::string demangled(const char* symbol) {
  int status = 0;
  const std::unique_ptr<char, decltype(&std::free)> name(
      abi::__cxa_demangle(symbol, nullptr, nullptr, &status), &std::free);
  return status == 0 ? name.get() : symbol;
}

}  // namespace

// Every coroutine frame starts with the address of the function that resumes it, on all compilers that share
// the Itanium ABI. Read before the resume: afterwards the frame may be gone.
const void* code_of(std::coroutine_handle<> coroutine) noexcept {
  return coroutine ? *static_cast<void* const*>(coroutine.address()) : nullptr;
}

std::string name_of_code(const void* code) {
  Dl_info info{};
  if (::dladdr(code, &info) == 0) return "unknown";
  if (info.dli_sname != nullptr) return demangled(info.dli_sname);
  std::ostringstream place;
  place << info.dli_fname << "+0x" << std::hex
        << reinterpret_cast<std::uintptr_t>(code) - reinterpret_cast<std::uintptr_t>(info.dli_fbase);
  return place.str();
}

}  // namespace coro
