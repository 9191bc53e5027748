#include "runtimes/os/linked.hpp"

#include <gnu/libc-version.h>

namespace os {
namespace {

std::map<std::string, std::string>& entered() {
  static std::map<std::string, std::string> all{
      {"glibc", ::gnu_get_libc_version()}};  // ready before any Linked
  return all;
}

}  // namespace

Linked::Linked(const std::string& library, const std::string& version) { entered()[library] = version; }

const std::map<std::string, std::string>& linked() { return entered(); }

}  // namespace os
