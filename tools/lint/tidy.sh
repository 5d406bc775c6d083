#!/usr/bin/env bash
# tidy.sh BUILD [FILE…]: clang-tidy 19 over the sources that changed since their last clean run (a stamp per file holds the
# hash of its text, of our headers and of .clang-tidy). Needs BUILD/compile_commands.json.
set -euo pipefail
cd "$(dirname "$0")/../.."
build="$1"; shift
stamps="$build/tidy"; mkdir -p "$stamps"
if [ $# -gt 0 ]; then files=("$@"); else mapfile -t files < <(git ls-files -co --exclude-standard -- 'src/*.cpp' 'apps/*.cpp' 'sim/*.cpp'); fi
headers=$(git ls-files -co --exclude-standard -- '*.hpp' .clang-tidy | sort | xargs cat | sha256sum | cut -d' ' -f1)
export build stamps headers
check() {
  local file="$1" stamp
  stamp="$stamps/$(tr / _ <<< "$file").$(cat "$file" <(echo "$headers") | sha256sum | cut -c1-24)"
  [ -e "$stamp" ] && return 0
  local out
  if out=$(clang-tidy-19 --quiet -p "$build" "$file" 2>/dev/null); then
    touch "$stamp"
  else
    printf '%s\n' "$out"
    return 1
  fi
}
export -f check
printf '%s\n' "${files[@]}" | xargs -P "$(nproc)" -I{} bash -c 'check {}' || { echo "clang-tidy: findings above"; exit 1; }
echo "clang-tidy: ${#files[@]} files"
