# What every ./dev command shares. Sourced, never run; $root is the checkout.

build_dir=$root/build
asan_dir=$root/build-asan
tsan_dir=$root/build-tsan

say() { printf '%s\n' "dev: $*" >&2; }
die() { say "$*"; exit 1; }

jobs() { nproc 2>/dev/null || echo 2; }

# Seconds since the script started, for stage lines.
now() { date +%s; }

# Runs a command as root: directly, or through sudo.
as_root() {
  if [ "$(id -u)" = 0 ]; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo "$@"
  else
    die "needs root and there is no sudo; as root, run: $*"
  fi
}

# configure <folder> <cmake options…>: once, or again when options are given
# that the folder was not configured with.
configure() {
  folder=$1
  shift
  stamp=$folder/.dev-options
  if [ -f "$folder/build.ninja" ] && [ -f "$stamp" ] &&
     [ "$(cat "$stamp")" = "$*" ]; then
    return 0
  fi
  say "configuring ${folder#"$root"/}"
  cmake -S "$root" -B "$folder" -G Ninja "$@" >"$folder.log" 2>&1 || {
    cat "$folder.log" >&2
    rm -f "$folder.log"
    die "configuring failed"
  }
  rm -f "$folder.log"
  printf '%s' "$*" >"$stamp"
}

# compile <folder> <targets…>; all of them when none is named.
compile() {
  folder=$1
  shift
  say "building ${folder#"$root"/}"
  # Progress is for people; a log keeps only what went wrong.
  quiet=
  [ -t 2 ] || quiet=--quiet
  # shellcheck disable=SC2086  # an option or nothing
  ninja $quiet -C "$folder" -j "${ZHIHENG_JOBS:-$(jobs)}" "$@" >&2
}

# The release binaries, with the tests configured only once they are wanted.
build_release() {
  tests=OFF
  if [ -f "$build_dir/CMakeCache.txt" ] &&
     grep -q '^ZHIHENG_TESTS:BOOL=ON' "$build_dir/CMakeCache.txt"; then
    tests=ON
  fi
  configure "$build_dir" -DCMAKE_BUILD_TYPE=Release -DZHIHENG_TESTS=$tests
  compile "$build_dir" zhiheng catalogd rulesd gatewayd
}
