// Which coroutine a handle belongs to, in words.
#pragma once

#include <coroutine>
#include <string>

namespace coro {

// The code that the coroutine goes on in; null for a null handle. Read it while the frame lives.
const void* code_of(std::coroutine_handle<> coroutine) noexcept;

// The name of the function, if the program exports it (-rdynamic), else file and offset for addr2line.
std::string name_of_code(const void* code);

}  // namespace coro
