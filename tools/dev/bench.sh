# ./dev bench: the benchmarks, one binary a room.

bench_usage() {
  cat <<'USAGE'
usage: ./dev bench [FILTER]

Builds the benchmarks in release mode into build-bench/ and runs those whose
room name holds FILTER (default: all). Close other programs first. The peers of
`cel40` and `served` come from npm at the exact versions of tests/bench/npm;
without npm they do not take part, and the table says so.
USAGE
}

# Rule engines of others, for the benchmarks that are held against them.
install_peers() {
  command -v node >/dev/null && command -v npm >/dev/null || return 0
  peers=$root/tests/bench/npm
  (cd "$peers" && npm install --no-save --no-audit --no-fund \
    --ignore-scripts >&2) || return 0
  export ZHIHENG_BENCH_PEERS="$peers/node_modules"
}

bench_main() {
  install_missing build backports bench
  folder=$root/build-bench
  configure "$folder" -DCMAKE_BUILD_TYPE=Release -DZHIHENG_TESTS=OFF \
    -DZHIHENG_BENCH=ON
  compile "$folder"
  install_peers
  found=
  status=0
  for bench in "$folder"/bin/*_bench; do
    case $bench in *"${1:-}"*) ;; *) continue ;; esac
    [ -x "$bench" ] || continue
    found=yes
    (cd "$root" && "$bench") || status=1
  done
  [ -n "$found" ] || say "no benchmark matches '${1:-}'"
  return $status
}
