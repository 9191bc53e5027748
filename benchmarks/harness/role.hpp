// What a runtime is there for: to be compared, or to be compared with.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace simul {

enum class Role {
  baseline,   // `sequential`: every speed-up is against it. It is ranked like a model, for it may well win
  floor,      // the hand-written minimum, no framework: a yardstick, and not ranked
  model,      // a model of concurrency: what the suite is about
  reference,  // somebody else's engine of a kind that is among the models. Not ranked, and no part of a selection unless
              // --runtime names it, so that results do not depend on whether its library was there
};

// By the runtime's word. One that is not known here is a model.
Role role_of(std::string_view runtime);

// Where its contestants stand in the tables: the yardsticks, then from one thread to many processes, then the
// references. Whoever is not known comes last.
std::size_t place_of(std::string_view runtime);

// The runtimes that have contestants linked in, in the order of the tables: what --runtime can name.
std::vector<std::string> runtimes_here();
std::vector<std::string> references_here();

}  // namespace simul
