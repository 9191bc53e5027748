#include "benchmarks/harness/role.hpp"

#include <algorithm>
#include <array>

#include "benchmarks/harness/contestant.hpp"

namespace simul {
namespace {

struct Runtime {
  std::string_view word;
  Role role;
};

constexpr std::array known{Runtime{"sequential", Role::baseline}, Runtime{"floor", Role::floor},
                           Runtime{"coro", Role::model},          Runtime{"uv", Role::model},
                           Runtime{"threads", Role::model},       Runtime{"tbb", Role::model},
                           Runtime{"fork", Role::model},          Runtime{"asio", Role::reference}};

}  // namespace

Role role_of(std::string_view runtime) {
  const auto found = std::ranges::find(known, runtime, &Runtime::word);
  return found == known.end() ? Role::model : found->role;
}

std::size_t place_of(std::string_view runtime) {
  return static_cast<std::size_t>(std::ranges::find(known, runtime, &Runtime::word) - known.begin());
}

std::vector<std::string> runtimes_here() {
  std::vector<std::string> words;
  for (const Contestant* contestant : contestants()) words.push_back(contestant->runtime);
  const auto key = [](const std::string& word) { return std::pair(place_of(word), word); };
  std::ranges::sort(words, {}, key);
  words.erase(std::ranges::unique(words).begin(), words.end());
  return words;
}

std::vector<std::string> references_here() {
  auto words = runtimes_here();
  std::erase_if(words, [](const std::string& word) { return role_of(word) != Role::reference; });
  return words;
}

}  // namespace simul
