#!/bin/sh
# Runs inside an image that is being made: installs what one binary needs and
# removes what only installing needed. Usage: install.sh BINARY.
set -eu

root=$(CDPATH="" cd -- "$(dirname -- "$0")/../.." && pwd)
. "$root/tools/dev/common.sh"
. "$root/tools/dev/install.sh"
package_list=$root/tools/images/packages.txt

install_missing runtime backports "$1"
rm -rf /var/lib/apt/lists/* /var/cache/apt/*.bin /var/cache/apt/archives/*.deb \
  /var/log/apt /var/log/dpkg.log /var/cache/debconf/*-old "$root"
