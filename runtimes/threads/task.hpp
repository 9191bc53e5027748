// What threads can be given to do: a callable, of which they keep a copy of their own.
#pragma once

#include <concepts>
#include <type_traits>

namespace threads {

template <class Body>
concept Task = std::invocable < std::decay_t<Body>
& > ;

}  // namespace threads
