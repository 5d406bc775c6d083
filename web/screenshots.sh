#!/bin/sh
# Pictures of every screen: web/screenshots.sh OUT [kiosk|console|bench]…
set -eu
here=$(dirname "$(readlink -f "$0")")
[ $# -ge 1 ] || { echo "usage: web/screenshots.sh OUT [kiosk|console|bench]..." >&2; exit 2; }
built=${OMOTE_PAGES:-$here/dist}
"$here/build.sh" "$built"
exec "$here/node" "$here/../tests/e2e/gallery.mjs" "$built" "$@"
