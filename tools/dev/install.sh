# Installs what is missing, and nothing else. Sourced after common.sh.
# Set ZHIHENG_NO_INSTALL=1 to be told what is missing instead.

package_list=$root/tools/dev/packages.txt

installed() {
  [ "$(dpkg-query -W -f '${Status}' "$1" 2>/dev/null)" = \
    "install ok installed" ]
}

# A tool that is there from elsewhere counts as its package.
present() {
  case $1 in
    nodejs) command -v node >/dev/null ;;
    npm) command -v npm >/dev/null ;;
    kubernetes-client) command -v kubectl >/dev/null ;;
    clang | clang-format | clang-tidy | git | ccache | mold)
      command -v "$1" >/dev/null ;;
    *) installed "$1" ;;
  esac
}

# missing_packages <groups…>: names, one a line.
missing_packages() {
  grep -v '^#' "$package_list" | while read -r group package _; do
    case " $* " in
      *" $group "*) present "$package" || printf '%s\n' "$package" ;;
    esac
  done
}

in_backports() {
  grep -q "^backports  *$1 " "$package_list"
}

codename() { (. /etc/os-release && printf '%s' "${VERSION_CODENAME:-}"); }

# What apt would fetch to update, one source a line: suite, address. apt is
# asked, so one-line and deb822 sources both do, before any update.
apt_sources() {
  apt-get update --print-uris 2>/dev/null |
    sed -n "s|^'\\(.*/\\)dists/\\([^/']*\\)/InRelease'.*|\\2 \\1|p"
}

# The mirror that this machine's apt already uses for the release itself.
configured_mirror() {
  apt_sources | awk -v release="$(codename)" '
    $1 == release || $1 == "stable" || $1 == "oldstable" { print $2; exit }'
}

backports_enabled() {
  apt_sources | grep -q "^$(codename)-backports "
}

enable_backports() {
  mirror=$(configured_mirror)
  [ -n "$mirror" ] || die "cannot tell which mirror apt uses for $(codename);" \
    "enable $(codename)-backports by hand and run this again"
  keyring=/usr/share/keyrings/debian-archive-keyring.gpg
  sources=/etc/apt/sources.list.d/zhiheng-backports.sources
  {
    echo "Types: deb"
    echo "URIs: $mirror"
    echo "Suites: $(codename)-backports"
    echo "Components: main"
    [ ! -f "$keyring" ] || echo "Signed-By: $keyring"
  } | as_root tee "$sources" >/dev/null
}

# install_missing <groups…>
install_missing() {
  missing=$(missing_packages "$@" | tr '\n' ' ')
  [ -n "$missing" ] || return 0
  if [ -n "${ZHIHENG_NO_INSTALL:-}" ]; then
    die "missing packages (ZHIHENG_NO_INSTALL is set): $missing"
  fi
  command -v apt-get >/dev/null ||
    die "this is no Debian system; install by its own means: $missing"
  need_backports=
  for package in $missing; do
    if in_backports "$package"; then need_backports=yes; fi
  done
  say "will install with apt-get: $missing"
  if [ -n "$need_backports" ] && ! backports_enabled; then
    say "will add $(codename)-backports to apt's sources, from the mirror that" \
        "apt uses already"
  fi
  [ "$(id -u)" = 0 ] || say "will use sudo for both"
  export DEBIAN_FRONTEND=noninteractive
  as_root apt-get update -q >&2 || die "apt-get update failed"
  if [ -n "$need_backports" ] && ! backports_enabled; then
    enable_backports
    as_root apt-get update -q >&2 || die "apt-get update failed"
  fi
  # shellcheck disable=SC2086  # a list of words
  as_root env DEBIAN_FRONTEND=noninteractive \
    apt-get install -q -y --no-install-recommends $missing >&2 ||
    die "apt-get install failed"
}

# Packages from npm, at the exact versions of tests/npm/package-lock.json.
install_npm() {
  folder=$root/tests/npm
  lock=$folder/package-lock.json
  stamp=$folder/node_modules/.zhiheng-lock
  [ ! -f "$stamp" ] || ! cmp -s "$lock" "$stamp" || return 0
  if [ -n "${ZHIHENG_NO_INSTALL:-}" ]; then
    say "tests/npm is not installed (ZHIHENG_NO_INSTALL is set)"
    return 1
  fi
  say "will install from npm into tests/npm/node_modules: buf, CEL test data, API schemas"
  (cd "$folder" && npm install --no-save --no-audit --no-fund --ignore-scripts >&2) ||
    return 1
  cp "$lock" "$stamp"
}
