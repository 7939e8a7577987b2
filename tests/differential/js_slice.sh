#!/bin/sh
# A slice of the comparison with other implementations:
#   js_slice.sh <js_cases> <source folder> <scratch folder>
# Exit code 77, skipped, without node or without the npm packages of tests/npm.
set -eu
modules=$2/tests/npm/node_modules
if ! command -v node >/dev/null || [ ! -d "$modules/@bufbuild/cel" ] ||
   [ ! -d "$modules/@marcbachmann/cel-js" ]; then
  echo "SKIPPED: node or the packages of tests/npm are not there"
  exit 77
fi
"$1" "${JS_CASES:-2000}" "${JS_SEED:-1}" >"$3/js_cases.jsonl"
exec node "$2/tests/differential/run_js.mjs" "$modules" "$3/js_cases.jsonl" \
  "$2/tests/differential/explained.tsv"
