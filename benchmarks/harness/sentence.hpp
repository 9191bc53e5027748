// A result in words, for people who do not read tables.
#pragma once

#include <string>

namespace simul {

struct Standing;

// "11.4x faster than one board at a time: on average 10.5 replies were awaited at once while 0.95 of a core
// played; one thread, so none of it is parallelism". For a cell that is not ok: its status and reason.
std::string sentence(const Standing& standing);

// A number as people write it: about three significant digits and no exponent; what is tiny is "<0.0001".
std::string in_words(double value);

}  // namespace simul
