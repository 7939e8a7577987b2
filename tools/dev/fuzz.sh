# ./dev fuzz: the fuzzers, and the comparison of the engine with its reference.

fuzz_usage() {
  cat <<'USAGE'
usage: ./dev fuzz [TARGET…] [--seconds N]
       ./dev fuzz differential [--cases N] [--seed S]

Builds with clang, AddressSanitizer and UBSan, and runs each target from its
corpus for N seconds (default 60). Targets; all of them when none is named:
  cel_lexer cel_parser cel_eval facts packs

What a run finds stays in build-fuzz/found/TARGET; an input that shows a
mistake, fixed, belongs into tests/fuzz/corpus/TARGET, where every build
replays it.

differential compares the engine with the reference evaluator over random
expressions and facts (default 1,000,000 cases from seed 1), in a release build.
USAGE
}

fuzz_dir=$root/build-fuzz
fuzz_targets="cel_lexer cel_parser cel_eval facts packs"

fuzz_dictionary() {
  case $1 in
    cel_*) echo "$root/tests/fuzz/dict/cel.dict" ;;
    *) echo "$root/tests/fuzz/dict/$1.dict" ;;
  esac
}

# build_fuzzers <targets…>
build_fuzzers() {
  configure "$fuzz_dir" -DCMAKE_BUILD_TYPE=None -DCMAKE_C_COMPILER=clang \
    -DCMAKE_CXX_COMPILER=clang++ "-DCMAKE_CXX_FLAGS=-O1 -g1" \
    -DZHIHENG_FUZZ=ON -DZHIHENG_SANITIZE=address -DZHIHENG_TESTS=ON || return 1
  # shellcheck disable=SC2046  # one word a target
  compile "$fuzz_dir" $(printf '%s_fuzzer ' "$@")
}

# run_fuzzer <target> <seconds> [libFuzzer options…]
run_fuzzer() {
  found=$fuzz_dir/found/$1
  mkdir -p "$found"
  log=$fuzz_dir/found/$1.log
  target=$1
  max_seconds=$2
  shift 2
  "$fuzz_dir/bin/${target}_fuzzer" -max_total_time="$max_seconds" -timeout=10 \
    -rss_limit_mb=2048 -print_final_stats=1 \
    -dict="$(fuzz_dictionary "$target")" \
    -artifact_prefix="$fuzz_dir/found/$target-" "$@" \
    "$found" "$root/tests/fuzz/corpus/$target" >"$log" 2>&1 || {
    tail -n 40 "$log" >&2
    return 1
  }
  say "$target: $(grep -a '^Done' "$log")"
}

fuzz_differential() {
  configure "$build_dir" -DCMAKE_BUILD_TYPE=Release -DZHIHENG_TESTS=ON
  compile "$build_dir" differential_run
  [ $# -gt 0 ] || set -- --cases 1000000
  "$build_dir/bin/differential" "$@"
}

fuzz_main() {
  install_missing build backports test
  if [ "${1:-}" = differential ]; then
    shift
    fuzz_differential "$@"
    return
  fi
  seconds=60
  targets=
  while [ $# -gt 0 ]; do
    case $1 in
      --seconds)
        [ $# -gt 1 ] || { fuzz_usage >&2; exit 2; }
        seconds=$2
        shift
        ;;
      *)
        case " $fuzz_targets " in
          *" $1 "*) targets="$targets $1" ;;
          *) fuzz_usage >&2; exit 2 ;;
        esac
        ;;
    esac
    shift
  done
  # shellcheck disable=SC2086  # one word a target
  set -- ${targets:-$fuzz_targets}
  build_fuzzers "$@"
  for target in "$@"; do
    run_fuzzer "$target" "$seconds" || die "$target found something, see above"
  done
}
