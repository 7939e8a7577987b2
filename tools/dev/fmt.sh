# ./dev fmt: one layout for all C++ sources.

fmt_usage() {
  cat <<'USAGE'
usage: ./dev fmt [--check]

Formats every C++ source in place with clang-format. With --check it changes
nothing, names the files that are not formatted, and fails if there are any.
USAGE
}

# Tracked and new sources, without what git ignores.
cpp_sources() {
  (cd "$root" && git ls-files --cached --others --exclude-standard \
    '*.h' '*.cc' 2>/dev/null) ||
    (cd "$root" && find services tests -name '*.h' -o -name '*.cc')
}

unformatted_sources() {
  cpp_sources | while read -r file; do
    [ -f "$root/$file" ] || continue
    clang-format --dry-run -Werror "$root/$file" >/dev/null 2>&1 ||
      printf '%s\n' "$file"
  done
}

fmt_main() {
  install_missing test backports
  case ${1:-} in
    --check)
      bad=$(unformatted_sources)
      [ -z "$bad" ] || { say "not formatted:"; echo "$bad" >&2; exit 1; }
      ;;
    '') cpp_sources | (cd "$root" && xargs clang-format -i) ;;
    *) fmt_usage >&2; exit 2 ;;
  esac
}
