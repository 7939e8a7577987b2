# ./dev bench: the benchmarks, one binary a room.

bench_usage() {
  cat <<'USAGE'
usage: ./dev bench [FILTER]

Builds the benchmarks in release mode into build-bench/ and runs those whose
room name holds FILTER (default: all). Close other programs first.
USAGE
}

bench_main() {
  install_missing build backports bench
  folder=$root/build-bench
  configure "$folder" -DCMAKE_BUILD_TYPE=Release -DZHIHENG_TESTS=OFF \
    -DZHIHENG_BENCH=ON
  compile "$folder"
  found=
  for bench in "$folder"/bin/*_bench; do
    case $bench in *"${1:-}"*) ;; *) continue ;; esac
    [ -x "$bench" ] || continue
    found=yes
    (cd "$root" && "$bench")
  done
  [ -n "$found" ] || say "no benchmark matches '${1:-}'"
}
