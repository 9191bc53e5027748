// Processes that have done what they were asked when the constructor returns, and live until their scope
// ends.
#pragma once

#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <functional>
#include <optional>
#include <stdexcept>

namespace simul {

struct Relative {
  // The child does `child`; with a second argument it then has a child of its own that does that.
  explicit Relative(const std::function<void()>& child, const std::function<void()>& below = {}) {
    int ready[2];
    if (::pipe(ready)) throw std::runtime_error("no pipe");
    pid = ::fork();
    if (pid == 0) {
      child();
      const pid_t made = below ? ::fork() : 0;
      if (below && made == 0) {
        below();
        tell(ready[1], ::getpid());
      }
      if (!below) tell(ready[1], 0);
      pause_for_ever();
    }
    pid_t told = 0;
    if (::read(ready[0], &told, sizeof told) != sizeof told) throw std::runtime_error("the child is gone");
    if (told) grandchild = told;
    ::close(ready[0]);
    ::close(ready[1]);
  }
  ~Relative() {
    if (grandchild) ::kill(*grandchild, SIGKILL);
    ::kill(pid, SIGKILL);
    ::waitpid(pid, nullptr, 0);
  }
  Relative(const Relative&) = delete;
  Relative& operator=(const Relative&) = delete;

  pid_t pid = 0;
  std::optional<pid_t> grandchild;

 private:
  static void tell(int pipe, pid_t what) {
    if (::write(pipe, &what, sizeof what) != sizeof what) ::_exit(1);
    pause_for_ever();
  }
  [[noreturn]] static void pause_for_ever() {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    for (;;) ::pause();
  }
};

}  // namespace simul
