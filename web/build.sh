#!/bin/sh
# Builds the pages: web/build.sh OUT makes OUT/{kiosk,console,bench}. Installs the packages of the lock file first when
# they are not there; does nothing when nothing changed since the last build into OUT.
set -eu
here=$(dirname "$(readlink -f "$0")")
[ $# -eq 1 ] || { echo "usage: web/build.sh OUT" >&2; exit 2; }
mkdir -p "$1"
out=$(readlink -f "$1")
"$here/install.sh"

# What the pages are made of, as one number.
state=$(cd "$here/.." && cat web/package-lock.json web/*.mjs web/tsconfig.json web/build.sh schema/*.proto \
  $(find catalogue -name '*.yaml' | sort) $(find web/kiosk web/console web/bench web/shared web/tools -type f -not -path '*/generated/*' | sort) |
  sha256sum | cut -d' ' -f1)
stamp=$out/.built
[ "$(cat "$stamp" 2>/dev/null)" = "$state" ] && exit 0
rm -f "$stamp"

cd "$here"
./node tools/generate.mjs
./node node_modules/typescript/bin/tsc -p .
for page in kiosk console bench; do
  PAGE=$page OUT=$out ./node node_modules/vite/bin/vite.js build --logLevel warn
done
echo "$state" >"$stamp"
