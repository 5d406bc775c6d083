#!/bin/sh
# Installs the packages of the lock file when they are missing or older than it.
set -eu
cd "$(dirname "$(readlink -f "$0")")"
want=$(sha256sum package-lock.json | cut -d' ' -f1)
[ "$(cat node_modules/.installed 2>/dev/null)" = "$want" ] && exit 0
npm ci --no-audit --no-fund --loglevel=error
echo "$want" >node_modules/.installed
