#!/bin/sh
# Makes the root filesystem of each image without a container engine, by carrying
# out its Containerfile on a Debian from debootstrap, and proves it: each binary
# starts in its own root as in the manifests (its user, no capabilities, nothing
# writable), and a check goes through all three.
#
#   tools/images/rootfs.sh [--bin FOLDER] [--base FOLDER] [--keep FOLDER]
#
#   --bin FOLDER    where the binaries are; default build/bin
#   --base FOLDER   a minimal Debian made before, left as it is
#   --keep FOLDER   leave the root filesystems here, one folder a binary
#
# Needs root, debootstrap, network. Exit code 77: something needed is missing.
set -eu

root=$(CDPATH="" cd -- "$(dirname -- "$0")/../.." && pwd)
images=$root/tools/images
binaries="catalogd rulesd gatewayd"
bin=$root/build/bin
base=
work=

say() { printf '%s\n' "rootfs: $*" >&2; }
die() { say "$*"; exit 1; }
skip() { say "SKIPPED: $*"; exit 77; }

while [ $# -gt 0 ]; do
  case $1 in
    --bin) bin=$2 ;;
    --base) base=$2 ;;
    --keep) work=$2 ;;
    *) sed -n '2,/^set/s/^# \{0,1\}//p' "$0" >&2; exit 2 ;;
  esac
  shift 2
done

[ "$(id -u)" = 0 ] || skip "needs root, to change into the new root"
for tool in debootstrap chroot unshare mount; do
  command -v $tool >/dev/null || skip "needs $tool"
done
unshare -m true 2>/dev/null || skip "this machine lets nobody mount"
for binary in $binaries zhiheng; do
  [ -x "$bin/$binary" ] || die "no $bin/$binary; ./dev build makes it"
done

pids=
scratch=$(mktemp -d)
clean_up() {
  for pid in $pids; do kill "$pid" 2>/dev/null || true; done
  rm -rf "$scratch"
}
trap clean_up EXIT
trap 'exit 1' INT TERM
[ -n "$work" ] || work=$scratch/roots
mkdir -p "$work"

# The mirror that this machine's apt uses, as for ./dev.
. "$root/tools/dev/install.sh"
if [ -z "$base" ]; then
  mirror=$(configured_mirror)
  [ -n "$mirror" ] || die "cannot tell which mirror apt uses"
  base=$scratch/base
  say "debootstrap of $(codename)"
  debootstrap --variant=minbase "$(codename)" "$base" "$mirror" \
    >"$scratch/debootstrap.log" 2>&1 ||
    { tail -n 20 "$scratch/debootstrap.log" >&2; die "debootstrap failed"; }
fi

# in_root FOLDER COMMAND…: with /proc and /dev, as an engine would run it.
in_root() {
  folder=$1
  shift
  # shellcheck disable=SC2016  # for the inner shell
  unshare -m sh -eu -c '
    mount --make-rprivate /
    mount --bind /dev "$0/dev"
    mount --bind /proc "$0/proc"
    exec chroot "$0" "$@"' "$folder" "$@"
}

# copy_in FOLDER SOURCE… TARGET: COPY as engines understand it: the content of a
# folder, a file into a target that ends in a slash.
copy_in() {
  folder=$1
  shift
  sources=
  while [ $# -gt 1 ]; do sources="$sources $1"; shift; done
  target=$folder$1
  for source in $sources; do
    case $source in
      build/bin/*) from=$bin/${source#build/bin/} ;;
      *) from=$root/$source ;;
    esac
    if [ -d "$from" ]; then
      mkdir -p "$target"
      cp -R "$from/." "$target"
    elif [ "${target%/}" != "$target" ]; then
      mkdir -p "$target"
      cp "$from" "$target"
    else
      mkdir -p "${target%/*}"
      cp "$from" "$target"
    fi
  done
}

# Carries out a Containerfile; leaves user and entry point beside the root.
build_root() {
  binary=$1
  folder=$work/$binary
  rm -rf "$folder"
  cp -a "$base" "$folder"
  cp /etc/resolv.conf "$folder/etc/resolv.conf"
  while read -r instruction rest; do
    case $instruction in
      '' | '#'* | ARG | FROM | EXPOSE | STOPSIGNAL) ;;
      COPY)
        # shellcheck disable=SC2086  # words
        copy_in "$folder" $rest ;;
      RUN) in_root "$folder" sh -c "$rest" >"$scratch/$binary.run" 2>&1 \
             </dev/null ||
             { tail -n 20 "$scratch/$binary.run" >&2; die "RUN $rest failed"; } ;;
      USER) echo "$rest" >"$work/$binary.user" ;;
      ENTRYPOINT) echo "$rest" | tr -d '[]" ' >"$work/$binary.entrypoint" ;;
      *) die "$binary.Containerfile: unknown instruction $instruction" ;;
    esac
  done <"$images/$binary.Containerfile"
  rm -f "$folder/etc/resolv.conf"
  say "$binary: $(du -sm "$folder" | cut -f 1) MB"
}

# start BINARY FLAG…: in its root, read-only, as its user, without privileges.
# Sets $address.
start() {
  binary=$1
  shift
  user=$(cat "$work/$binary.user")
  # shellcheck disable=SC2016  # for the inner shell
  unshare -m sh -eu -c '
    mount --make-rprivate /
    mount --bind "$0" "$0"
    mount --bind /proc "$0/proc"
    mount -o remount,bind,ro "$0"
    user=$1
    shift
    exec chroot "$0" /usr/bin/setpriv --reuid="${user%:*}" --regid="${user#*:}" \
      --clear-groups --no-new-privs --bounding-set=-all --inh-caps=-all "$@"' \
    "$work/$binary" "$user" "$(cat "$work/$binary.entrypoint")" "$@" \
    >"$scratch/$binary.out" 2>"$scratch/$binary.log" &
  pid=$!
  pids="$pids $pid"
  waited=0
  until grep -qs '^listening ' "$scratch/$binary.out"; do
    if ! kill -0 $pid 2>/dev/null || [ $waited -ge 600 ]; then
      cat "$scratch/$binary.log" >&2
      die "$binary does not start in its root"
    fi
    sleep 0.1
    waited=$((waited + 1))
  done
  grep -q '^CapEff:[[:space:]]*0*$' "/proc/$pid/status" ||
    die "$binary runs with capabilities"
  grep -q "^Uid:[[:space:]]*${user%:*}[[:space:]]" "/proc/$pid/status" ||
    die "$binary does not run as $user"
  address=$(sed -n 's/^listening .*address=//p' "$scratch/$binary.out")
  say "$binary: serves at $address as $user, nothing writable"
}

for binary in $binaries; do build_root "$binary"; done
start catalogd --listen=127.0.0.1:0
catalog=$address
start rulesd --listen=127.0.0.1:0
rules=$address
start gatewayd --listen=127.0.0.1:0 --rules="dns:///$rules" \
  --catalog="dns:///$catalog"
status=0
"$bin/zhiheng" check --server "$address" "$root/examples/case-b-kiwifruit.json" \
  >"$scratch/report" || status=$?
case $status in
  0 | 100 | 101) say "a check through all three: $(wc -l <"$scratch/report") lines" ;;
  *) cat "$scratch/report" >&2; die "the check failed with exit code $status" ;;
esac
for pid in $pids; do
  kill -TERM "$pid"
  wait "$pid" || die "a service did not end well on SIGTERM"
done
pids=
say "passed: 3 images start, serve and stop"
