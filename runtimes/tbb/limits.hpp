// How many tasks can be suspended at once, before the process dies of one more.
#pragma once

#include <cstddef>

namespace onetbb {

// A suspended task keeps its stack: 4 MiB of address space in two mappings, of which a shallow task
// touches one page (with its page table about 10 KiB of memory). oneTBB 2021 does not check its mmap, so
// at the kernel's limit on mappings (vm.max_map_count, 65530 by default) the next one crashes.
std::size_t most_suspended_tasks();

}  // namespace onetbb
