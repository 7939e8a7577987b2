#!/bin/sh
# The installer's own judgement, against apt configurations made here; nothing
# is installed. Usage: install_test.sh CHECKOUT. Prints what fails.
set -eu

root=$1
if ! command -v apt-get >/dev/null; then
  echo "SKIPPED: no apt-get on this machine"
  exit 77
fi
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
. "$root/tools/dev/common.sh"
. "$root/tools/dev/install.sh"

# An apt that knows only what stands in $scratch.
mkdir -p "$scratch/parts" "$scratch/lists/partial"
cat >"$scratch/apt.conf" <<CONF
Dir::Etc::sourcelist "$scratch/sources.list";
Dir::Etc::sourceparts "$scratch/parts";
Dir::State::Lists "$scratch/lists";
CONF
export APT_CONFIG="$scratch/apt.conf"
codename() { echo bookworm; }

failures=0
expect() {
  if [ "$2" != "$3" ]; then
    echo "FAILED: $1: expected '$3', got '$2'"
    failures=$((failures + 1))
  fi
}

cat >"$scratch/sources.list" <<LIST
deb http://security.invalid/debian-security bookworm-security main
deb http://one-line.invalid/debian bookworm main
LIST
expect "a one-line source gives the mirror" \
  "$(configured_mirror)" "http://one-line.invalid/debian/"
if backports_enabled; then expect "backports are not enabled" yes no; fi

: >"$scratch/sources.list"
cat >"$scratch/parts/debian.sources" <<SOURCES
Types: deb
URIs: http://deb822.invalid/debian
Suites: bookworm bookworm-updates
Components: main

Types: deb
URIs: http://security.invalid/debian-security
Suites: bookworm-security
Components: main
SOURCES
expect "a deb822 source gives the mirror" \
  "$(configured_mirror)" "http://deb822.invalid/debian/"

sed -i 's/bookworm-updates/bookworm-backports/' "$scratch/parts/debian.sources"
if ! backports_enabled; then expect "backports are seen" no yes; fi

: >"$scratch/parts/debian.sources"
expect "no source, no mirror" "$(configured_mirror)" ""

# What is missing, without asking dpkg.
present() { [ "$1" != cmake ] && [ "$1" != clang ]; }
expect "only what is missing is installed" \
  "$(missing_packages build backports | tr '\n' ' ')" "cmake "
expect "groups are kept apart" \
  "$(missing_packages test | tr '\n' ' ')" "clang "

expect "every package says why it is needed" \
  "$(grep -v '^#' "$package_list" | awk 'NF < 3 { print $2 }')" ""
exit $failures
