#!/bin/sh
# Builds the pages and drives them in Chromium: tests/e2e/run.sh [PART OF A NAME]. With OMOTE_DEMO (the command that starts
# the demo) the real programs too. OMOTE_PAGES names a folder of built pages to use and keep up to date.
set -eu
here=$(dirname "$(readlink -f "$0")")
web=$here/../../web
built=${OMOTE_PAGES:-$web/dist}
"$web/build.sh" "$built"
exec "$web/node" "$here/main.mjs" "$built" "$@"
