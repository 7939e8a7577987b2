# ./dev build: the release binaries.

build_usage() {
  cat <<'USAGE'
usage: ./dev build

Builds zhiheng, catalogd, rulesd and gatewayd in release mode into build/bin/.
A second run builds only what changed.
USAGE
}

build_main() {
  [ $# -eq 0 ] || { build_usage >&2; exit 2; }
  install_missing build backports
  build_release
  say "built into build/bin/: zhiheng catalogd rulesd gatewayd"
}
