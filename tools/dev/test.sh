# ./dev test: everything that must hold, in stages; each stage counts what
# passed and failed, and the last line adds it up.

test_usage() {
  cat <<'USAGE'
usage: ./dev test [STAGE…]

Stages, in order; all but the last when none is named:
  format    C++ sources are formatted
  protos    buf lint of protos/
  release   release build, all tests (unit, conformance, integration, e2e)
  threads   clang's check of lock annotations where locks are used
  asan      the tests again under AddressSanitizer and UBSan, without e2e
  tsan      the rule language's tests again under ThreadSanitizer: programs and
            pools of evaluations are shared by threads
  fuzz      each fuzzer for 30 s
  images    the root filesystem of each container image, made with debootstrap,
            and each binary started in it; needs root

Ends with `N passed, N failed` (and `, N skipped`); fails when anything failed.
USAGE
}

passed=0
failed=0
skipped=0

# One check, done or not.
record() {
  if [ "$2" = 0 ]; then
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
    say "FAILED: $1"
  fi
}

stage_format() {
  bad=$(unformatted_sources)
  status=0
  if [ -n "$bad" ]; then
    say "not formatted (./dev fmt does it):"
    echo "$bad" >&2
    status=1
  fi
  record format $status
}

stage_protos() {
  if install_npm; then
    status=0
    lint_protos || status=1
    record "buf lint" $status
  else
    say "SKIPPED: buf lint; npm did not give us buf"
    skipped=$((skipped + 1))
  fi
}

# Adds the numbers of a ctest JUnit report: attribute $2 of file $1.
junit_count() {
  sed -n 's/.*[[:space:]]'"$2"'="\([0-9]*\)".*/\1/p' "$1" | head -n 1
}

# run_ctest <folder> <ctest options…>
run_ctest() {
  folder=$1
  shift
  report=$folder/ctest-report.xml
  rm -f "$report"
  (cd "$folder" && ctest --output-on-failure --output-junit "$report" \
    -j "$(jobs)" "$@" >ctest.log 2>&1) || true
  if [ ! -f "$report" ]; then
    tail -n 50 "$folder/ctest.log" >&2
    record "ctest in ${folder##*/}" 1
    return 0
  fi
  # Only what failed, and the totals.
  grep -E '(\*\*\*|tests passed|\(Failed\)|\(Timeout\))' "$folder/ctest.log" \
    >&2 || true
  count=$(sed -n '/<testsuite/,/>/p' "$report" | tr '\n' ' ' >"$report.head"
          junit_count "$report.head" tests)
  bad=$(junit_count "$report.head" failures)
  out=$(($(junit_count "$report.head" disabled) +
         $(junit_count "$report.head" skipped)))
  rm -f "$report.head"
  if [ "$bad" -gt 0 ]; then
    grep -B 2 -A 30 '\*\*\*' "$folder/ctest.log" | head -n 200 >&2 || true
  fi
  passed=$((passed + count - bad - out))
  failed=$((failed + bad))
  skipped=$((skipped + out))
}

# The official CEL cases in the form that the conformance tests read; without
# them those tests skip and say so.
prepare_cel_spec() {
  install_npm || return 0
  cel_spec=$root/build/cel-spec
  stamp=$cel_spec/.version
  version=$(cat "$root/tests/npm/package-lock.json" \
    "$root/tests/conformance/export_cel_spec.mjs" | cksum)
  if [ ! -f "$stamp" ] || [ "$(cat "$stamp")" != "$version" ]; then
    mkdir -p "$cel_spec"
    node "$root/tests/conformance/export_cel_spec.mjs" \
      "$root/tests/npm/node_modules" "$cel_spec" >/dev/null || return 0
    echo "$version" >"$stamp"
  fi
  export ZHIHENG_CEL_SPEC="$cel_spec"
}

# build_for <stage> <folder> <cmake options…>
build_for() {
  stage=$1
  folder=$2
  shift 2
  (configure "$folder" "$@" && compile "$folder") && return 0
  record "$stage build" 1
  return 1
}

stage_release() {
  # First: with the data at hand their messages are compiled too.
  prepare_cel_spec
  build_for release "$build_dir" -DCMAKE_BUILD_TYPE=Release \
    -DZHIHENG_TESTS=ON || return 0
  run_ctest "$build_dir"
}

stage_asan() {
  # -g1 keeps stack traces readable at half the build time.
  build_for asan "$asan_dir" -DCMAKE_BUILD_TYPE=None \
    "-DCMAKE_CXX_FLAGS=-O1 -g1" -DZHIHENG_SANITIZE=address \
    -DZHIHENG_TESTS=ON || return 0
  prepare_cel_spec
  ASAN_OPTIONS=${ASAN_OPTIONS:-detect_stack_use_after_return=1} \
  UBSAN_OPTIONS=${UBSAN_OPTIONS:-print_stacktrace=1} \
    run_ctest "$asan_dir" -LE e2e
}

# Only the rooms whose objects threads share without a lock; the libraries of the
# system are not instrumented, so what happens inside them is left out.
stage_tsan() {
  configure "$tsan_dir" -DCMAKE_BUILD_TYPE=None "-DCMAKE_CXX_FLAGS=-O1 -g1" \
    -DZHIHENG_SANITIZE=thread -DZHIHENG_TESTS=ON &&
    compile "$tsan_dir" rules_cel_module_test ||
    { record "tsan build" 1; return 0; }
  status=0
  TSAN_OPTIONS="ignore_noninstrumented_modules=1 halt_on_error=1" \
    "$tsan_dir/bin/rules_cel_module_test" --gtest_brief=1 >&2 || status=1
  record "rule language under ThreadSanitizer" $status
}

# Only sources that name our Mutex, parsed by clang with the flags of the
# release build: seconds instead of a second full build.
stage_threads() {
  [ -f "$build_dir/compile_commands.json" ] ||
    configure "$build_dir" -DCMAKE_BUILD_TYPE=Release -DZHIHENG_TESTS=ON
  compile "$build_dir" protos/all
  status=0
  for file in $(cd "$root" && git ls-files --cached --others \
      --exclude-standard 'services/*.cc' | grep -v _test.cc); do
    header=$root/${file%.cc}.h
    grep -qs 'base/mutex.h' "$root/$file" "$header" || continue
    clang++ -std=c++20 -fsyntax-only -Wno-everything -Wthread-safety \
      -Werror=thread-safety -I"$root" -isystem "$build_dir/protos" \
      $(pkg-config --cflags libpq) \
      "$root/$file" >&2 || { say "lock annotations: $file"; status=1; }
  done
  record "thread-safety annotations" $status
}

stage_images() {
  install_missing images
  if ! build_release; then
    record "images build" 1
    return 0
  fi
  status=0
  "$root/tools/images/rootfs.sh" || status=$?
  if [ $status = 77 ]; then
    skipped=$((skipped + 1))
  else
    record images $status
  fi
}

stage_fuzz() {
  # shellcheck disable=SC2086  # one word a target
  if ! build_fuzzers $fuzz_targets; then
    record "fuzz build" 1
    return 0
  fi
  # One seed, so that two runs of a commit see the same; ./dev fuzz takes others.
  for fuzz_target in $fuzz_targets; do
    status=0
    run_fuzzer "$fuzz_target" "${ZHIHENG_FUZZ_SECONDS:-30}" -seed=1 || status=1
    record "fuzz $fuzz_target" $status
  done
}

run_stage() {
  started=$(now)
  say "stage $1"
  "stage_$1"
  say "stage $1: $(($(now) - started)) s; so far $passed passed, $failed failed"
}

test_main() {
  . "$root/tools/dev/fmt.sh"
  . "$root/tools/dev/lint.sh"
  . "$root/tools/dev/fuzz.sh"
  install_missing build backports test
  [ $# -gt 0 ] || set -- format protos release threads asan tsan fuzz
  for stage in "$@"; do
    case $stage in
      format | protos | release | threads | asan | tsan | fuzz | images)
        run_stage "$stage" ;;
      *) test_usage >&2; exit 2 ;;
    esac
  done
  tail=
  [ $skipped -eq 0 ] || tail=", $skipped skipped"
  echo "$passed passed, $failed failed$tail"
  [ $failed -eq 0 ]
}
