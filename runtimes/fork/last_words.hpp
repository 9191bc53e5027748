// How the text of an exception gets from a dying child to its parent: through a few slots of shared
// memory, mapped once per program. A pipe per child would cost every child two descriptors.
#pragma once

#include <sys/types.h>

#include <string>

namespace forked {

void prepare_last_words();                          // in the parent, before it forks
void leave_last_words(const char* words) noexcept;  // in the child; dropped if all slots are taken
std::string take_last_words(pid_t child);           // in the parent, after the child; empty if none
void forget_last_words(pid_t child) noexcept;

}  // namespace forked
