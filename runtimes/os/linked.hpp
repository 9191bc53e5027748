// Versions of the libraries that are in use in this process, as they tell themselves at run time. An engine enters its
// own by a static object: `inline const os::Linked linked{"libuv", uv_version_string()};`.
#pragma once

#include <map>
#include <string>

namespace os {

struct Linked {
  Linked(const std::string& library, const std::string& version);
};

const std::map<std::string, std::string>& linked();

}  // namespace os
