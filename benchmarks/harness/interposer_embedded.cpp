// The interposer's file as a part of the binary, which so stays one file wherever it is copied to.
// SIMUL_INTERPOSER names it.
#include "benchmarks/harness/created.hpp"

asm(R"(
  .pushsection .rodata
  simul_interposer_begin:
  .incbin ")" SIMUL_INTERPOSER R"("
  simul_interposer_end:
  .popsection
)");
extern const char begin[] asm("simul_interposer_begin");
extern const char end[] asm("simul_interposer_end");

namespace simul {

std::span<const char> interposer() { return {begin, end}; }

}  // namespace simul
