# ./dev lint: what tools can see without running anything.

lint_usage() {
  cat <<'USAGE'
usage: ./dev lint [FILE.cc…]

Runs clang-tidy over the given sources (default: those that differ from the
main branch, or all when nothing differs), the proto linter, and the pack
linter over services/rules/library.
USAGE
}

# Our protos and google/rpc side by side, as buf wants them. Prints the folder.
make_proto_workspace() {
  google=/usr/share/gocode/src/github.com/gogo/googleapis/google/rpc
  workspace=$1
  mkdir -p "$workspace/googleapis/google/rpc"
  cp -R "$root/protos" "$workspace/protos"
  cp "$google"/*.proto "$workspace/googleapis/google/rpc/"
  {
    echo 'version: v2'
    echo 'modules:'
    echo '  - path: protos'
    echo '  - path: googleapis'
    # The rules of protos/buf.yaml, for our module only.
    sed -n '/^lint:/,$p' "$root/protos/buf.yaml" |
      sed 's/^    - google$/    - googleapis/'
  } >"$workspace/buf.yaml"
  rm -f "$workspace/protos/buf.yaml" "$workspace/protos/CMakeLists.txt"
}

lint_protos() {
  scratch=$(mktemp -d)
  make_proto_workspace "$scratch/ws"
  status=0
  (cd "$scratch/ws" && "$root/tests/npm/node_modules/.bin/buf" lint) ||
    status=1
  rm -rf "$scratch"
  return $status
}

changed_sources() {
  base=$(git -C "$root" merge-base HEAD main 2>/dev/null || echo HEAD)
  git -C "$root" diff --name-only --diff-filter=d "$base" -- '*.cc'
}

lint_main() {
  install_missing build backports test lint
  build_release
  configure "$root/build-lint" -DCMAKE_BUILD_TYPE=Debug -DZHIHENG_TESTS=ON
  compile "$root/build-lint" protos/all
  status=0
  if [ $# -eq 0 ]; then
    # shellcheck disable=SC2046  # a list of words
    set -- $(changed_sources)
  fi
  if [ $# -eq 0 ]; then
    # shellcheck disable=SC2046
    set -- $(cd "$root" && git ls-files 'services/*.cc')
  fi
  say "clang-tidy: $# files"
  (cd "$root" && printf '%s\n' "$@" |
    xargs -P "$(jobs)" -n 4 clang-tidy -p build-lint --quiet) || status=1
  say "packs"
  "$build_dir/bin/zhiheng" packs lint || status=1
  if install_npm; then
    say "protos"
    lint_protos || status=1
  fi
  exit $status
}
