#include "runtimes/coro/scope.hpp"

#include <string>

namespace coro {

Task<> Scope::listed(Task<> child, std::source_location where) {
  std::string place(where.file_name());
  place.append(":").append(std::to_string(where.line()));
  return loop_.named(std::move(place), std::move(child));
}

}  // namespace coro
