#include "runtimes/uv/error.hpp"

#include <uv.h>

namespace uv {
namespace {

class Category final : public std::error_category {
 public:
  const char* name() const noexcept override { return "libuv"; }
  std::string message(int code) const override { return uv_strerror(code); }
  std::error_condition default_error_condition(int code) const noexcept override {
    // On Unix libuv's codes are negated errnos, but for those it made up, which lie below -3000.
    if (code < 0 && code > UV__EAI_ADDRFAMILY) return {-code, std::generic_category()};
    return {code, *this};
  }
};

}  // namespace

const std::error_category& category() noexcept {
  static const Category only;
  return only;
}

void fail(int code, const char* call) { throw std::system_error(code, category(), call); }

}  // namespace uv
