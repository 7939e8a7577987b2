# ./dev run: the whole road once, over gRPC, with the examples.

run_usage() {
  cat <<'USAGE'
usage: ./dev run [--serve] [FILE…]

Builds a release, starts catalogd, rulesd and gatewayd on free loopback ports
with the embedded store, sends the example inputs (or FILEs) to the gateway
with the zhiheng client, and prints a report for each. Exits 0 when every
report could be made, whatever the verdicts are.

  --serve    then keep serving, print the addresses, and stop on Ctrl-C
USAGE
}

# The reference inputs.
reference_inputs() {
  for file in "$root"/examples/case-*.json; do printf '%s\n' "$file"; done
}

# Waits until the services have written their addresses, at most 60 seconds.
wait_for_ready() {
  waited=0
  while [ ! -s "$1" ]; do
    kill -0 "$2" 2>/dev/null || die "the services did not start"
    [ $waited -lt 600 ] || die "the services were not ready in 60 seconds"
    sleep 0.1
    waited=$((waited + 1))
  done
}

check_inputs() {
  gateway=$1
  shift
  for file in "$@"; do
    printf '\n'
    status=0
    "$build_dir/bin/zhiheng" check --server "$gateway" "$file" || status=$?
    case $status in
      # Verdicts: all met, something broken, something open.
      0 | 100 | 101) ;;
      *) die "checking ${file#"$root"/} failed with exit code $status" ;;
    esac
  done
}

run_main() {
  serve=
  [ "${1:-}" != --serve ] || { serve=yes; shift; }
  case ${1:-} in -*) run_usage >&2; exit 2 ;; esac
  install_missing build backports
  build_release
  if [ $# -eq 0 ]; then
    # shellcheck disable=SC2046  # names of ours, without blanks
    IFS='
' && set -- $(reference_inputs) && unset IFS
  fi
  scratch=$(mktemp -d)
  "$build_dir/bin/zhiheng" serve --split --ready-file "$scratch/ready" \
    >"$scratch/log" 2>&1 &
  services=$!
  trap 'kill $services 2>/dev/null || true; wait $services 2>/dev/null || true
        rm -rf "$scratch"' EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM
  wait_for_ready "$scratch/ready" $services || { cat "$scratch/log" >&2; exit 1; }
  say "serving: $(tr '\n' ' ' <"$scratch/ready")"
  check_inputs "$(sed -n 's/^gateway=//p' "$scratch/ready")" "$@"
  [ -n "$serve" ] || return 0
  printf '\n'
  say "serving until Ctrl-C:"
  sed 's/^/  /' "$scratch/ready" >&2
  wait $services
}
