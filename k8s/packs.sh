#!/bin/sh
# Makes an overlay in which rules reads its packs from ConfigMaps instead of from
# its image, so that a changed law needs no new image:
#
#   k8s/packs.sh OVERLAY PACKS OUT
#   k8s/packs.sh production services/rules/library build/k8s-packs
#   kubectl apply -k build/k8s-packs
#
# OVERLAY is one of k8s/overlays, PACKS a folder of packs (they replace those of
# the image, calendar included), OUT a folder that is made. The files are dealt
# out to ConfigMaps packs-1, packs-2, …, whose names kustomize ends with a digest
# of their content: new packs roll the pods over, and a rollback brings back the
# packs too.
set -eu

here=$(CDPATH="" cd -- "$(dirname -- "$0")" && pwd)
# Bytes of one ConfigMap. `kubectl apply` keeps a copy in an annotation, which the
# API server lets have 262,144 bytes with its quotes and escapes.
most_bytes=${ZHIHENG_CONFIGMAP_BYTES:-180000}
mount=/etc/zhiheng/packs

die() { printf '%s\n' "packs.sh: $*" >&2; exit 2; }

[ $# = 3 ] || { sed -n '2,/^set/s/^# \{0,1\}//p' "$0" >&2; exit 2; }
overlay=$here/overlays/$1
[ -f "$overlay/kustomization.yaml" ] || die "there is no overlay '$1' in k8s/overlays"
[ -d "$2" ] || die "there is no folder '$2'"
packs=$(CDPATH="" cd -- "$2" && pwd)
[ ! -e "$3" ] || die "'$3' is already there; remove it first"
mkdir -p "$3/files"
out=$(CDPATH="" cd -- "$3" && pwd)

# What the loader reads: packs, calendars, and facts types beside them.
files=$(cd "$packs" && find . -type f \( -name '*.yaml' -o -name '*.proto' \) \
  ! -name '*_test.yaml' | sed 's|^\./||' | LC_ALL=C sort)
[ -n "$files" ] || die "there is no pack in '$2'"
bad=$(printf '%s\n' "$files" | grep '[^A-Za-z0-9._/-]' || true)
[ -z "$bad" ] || die "no ConfigMap can have the name of: $bad"
# A key has no slashes; two files must not become one key.
key_of() { printf '%s' "$1" | tr / .; }
twice=$(printf '%s\n' "$files" | tr / . | sort | uniq -d)
[ -z "$twice" ] || die "two files would have one name: $twice"

{
  echo "apiVersion: kustomize.config.k8s.io/v1beta1"
  echo "kind: Kustomization"
  grep '^namespace:' "$overlay/kustomization.yaml"
  echo "bases:"
  echo "  - $(realpath --relative-to="$out" "$overlay")"
  echo "patchesStrategicMerge:"
  echo "  - volume.yaml"
  echo "patchesJson6902:"
  echo "  - target: {group: apps, version: v1, kind: Deployment, name: rules}"
  echo "    path: flag.yaml"
  echo "configMapGenerator:"
} >"$out/kustomization.yaml"

# `..data` is the link that the node points at a whole new set of files at once.
# Read from above it, every pack would be found twice.
cat >"$out/flag.yaml" <<FLAG
- op: add
  path: /spec/template/spec/containers/0/args/-
  value: --packs=$mount/..data
FLAG

cat >"$out/volume.yaml" <<VOLUME
apiVersion: apps/v1
kind: Deployment
metadata:
  name: rules
spec:
  template:
    spec:
      containers:
        - name: rules
          volumeMounts:
            - name: packs
              mountPath: $mount
              readOnly: true
      volumes:
        - name: packs
          projected:
            sources:
VOLUME

number=0
filled=$most_bytes
for file in $files; do
  bytes=$(wc -c <"$packs/$file")
  [ "$bytes" -le "$most_bytes" ] ||
    die "'$file' has $bytes bytes; a ConfigMap may have $most_bytes" \
      "(ZHIHENG_CONFIGMAP_BYTES): split the pack"
  if [ $((filled + bytes)) -gt "$most_bytes" ]; then
    number=$((number + 1))
    filled=0
    printf '  - name: packs-%s\n    files:\n' $number >>"$out/kustomization.yaml"
    printf '              - configMap:\n                  name: packs-%s\n                  items:\n' \
      $number >>"$out/volume.yaml"
  fi
  filled=$((filled + bytes))
  key=$(key_of "$file")
  cp "$packs/$file" "$out/files/$key"
  echo "      - files/$key" >>"$out/kustomization.yaml"
  echo "                    - {key: $key, path: $file}" >>"$out/volume.yaml"
done
echo "packs.sh: $(printf '%s\n' "$files" | wc -l) files in $number ConfigMaps" >&2
