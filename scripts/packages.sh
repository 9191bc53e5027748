# What simul needs from Debian, and how to get it. Sourced by scripts/bench and scripts/test.
# shellcheck shell=bash disable=SC2034

# package, or package:command where the command will do, wherever it comes from.
build_packages=(cmake:cmake ninja-build:ninja g++:c++ pkg-config:pkg-config
  libbenchmark-dev nlohmann-json3-dev libcli11-dev libuv1-dev libtbb-dev liburing-dev libssl-dev libhttp-parser-dev)
# The scripts run on Debian's own Python and its modules, not on another one that is earlier on the PATH.
plot_packages=(python3:/usr/bin/python3 python3-matplotlib python3-numpy python3-scipy python3-jinja2)
test_packages=(git libgtest-dev libgmock-dev python3-pytest python3-jsonschema python3-yaml)
# The sanitizers' tests are compiled by clang, which takes half as long, and named by its symbolizer.
sanitizer_packages=(clang-19 libclang-rt-19-dev llvm-19)

# Not needed: with it scripts/loop_table has Asio to compare the coroutine loop with, and without it says so.
optional_packages=(libasio-dev)

# Prints those of the packages that are not here.
missing_packages() {
  local entry
  for entry in "$@"; do
    if [[ $entry == *:* ]] && command -v "${entry#*:}" >/dev/null; then continue; fi
    [[ $(dpkg-query --show --showformat='${Status}' "${entry%%:*}" 2>/dev/null) == "install ok installed" ]] ||
      printf '%s\n' "${entry%%:*}"
  done
}

# ensure_packages <true: do not ask> <package>...: installs what is missing; exits with 69 when it cannot or may not.
ensure_packages() {
  local unasked=$1 missing as_root=() answer
  shift
  if ! command -v dpkg-query >/dev/null; then
    printf 'This is not Debian. These packages, or what they are called here, must be installed: %s\n' "${*%%:*}" >&2
    return
  fi
  mapfile -t missing < <(missing_packages "$@")
  ((${#missing[@]})) || return 0

  printf 'Debian packages that are needed and not here: %s\n' "${missing[*]}" >&2
  if [[ $(id -u) != 0 ]]; then
    command -v sudo >/dev/null || give_up "no root and no sudo here; as root, run: apt-get install ${missing[*]}"
    as_root=(sudo)
  fi
  if [[ $unasked != true ]]; then
    printf 'Install them? [y/N] ' >&2
    read -r answer || answer=
    [[ $answer == [yY]* ]] ||
      give_up "nothing installed; --yes installs without asking, or run: apt-get install ${missing[*]}"
  fi
  "${as_root[@]}" apt-get -q update || printf 'apt-get update failed; trying with the lists that are here.\n' >&2
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q install --yes --no-install-recommends "${missing[@]}" ||
    give_up "apt-get could not install: ${missing[*]}"
}

# Says which of the optional packages are not here, and goes on.
mention_optional_packages() {
  local missing
  command -v dpkg-query >/dev/null || return 0
  mapfile -t missing < <(missing_packages "${optional_packages[@]}")
  ((${#missing[@]} == 0)) || printf 'Optional and not here: %s (see docs/loop.md)\n' "${missing[*]}" >&2
}

give_up() {
  printf '%s: %s\n' "$(basename "$0")" "$1" >&2
  exit 69
}

# How many compilers may run at once: CMake's own variable, or as many as there are CPUs.
jobs() { printf '%s' "${CMAKE_BUILD_PARALLEL_LEVEL:-$(nproc)}"; }
