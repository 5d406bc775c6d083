#!/bin/sh
# Unit tests of the pages: types, catalogue, reducers, formats. Closes with "N passed, N failed".
set -u
cd "$(dirname "$(readlink -f "$0")")" || exit 1
./install.sh && ./node tools/generate.mjs && ./node node_modules/typescript/bin/tsc -p . || exit 1
export NO_COLOR=1
report=$(mktemp)
trap 'rm -f "$report"' EXIT
./node node_modules/vitest/vitest.mjs run --reporter=default --reporter=json --outputFile.json="$report" >&2
code=$?
./node -e 'const r = JSON.parse(require("fs").readFileSync(process.argv[1])); console.log(`${r.numPassedTests} passed, ${r.numFailedTests} failed`)' "$report" || exit 1
exit $code
