#!/bin/sh
# Installs the packages of the lock file when they are missing or older than it.
set -eu
cd "$(dirname "$(readlink -f "$0")")"
want=$(sha256sum package-lock.json | cut -d' ' -f1)
[ "$(cat node_modules/.installed 2>/dev/null)" = "$want" ] && exit 0
# Debian 12's npm leaves out optional packages that want a newer Node than the one it runs on; so the bundler's native part
# is named in package.json, though only the pinned Node ever loads it.
npm ci --no-audit --no-fund --loglevel=error
echo "$want" >node_modules/.installed
