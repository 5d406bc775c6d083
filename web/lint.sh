#!/bin/sh
# Checks of the pages without running them: strict types, a whole catalogue with every fact in words and every step drawn,
# no place of download in the lock file, no inline parts that the content security policy would refuse, no file that has
# grown too long.
set -u
cd "$(dirname "$(readlink -f "$0")")" || exit 1
./install.sh && ./node tools/generate.mjs --strict || exit 1
code=0
complain() {
  echo "web: $1" >&2
  code=1
}
./node node_modules/typescript/bin/tsc -p . || code=1
grep -q '"resolved"' package-lock.json && complain "package-lock.json names places of download; keep omit-lockfile-registry-resolved"
grep -lE '<script>|<style|style="|onclick=' ./*/index.html && complain "inline parts in a page"
for file in $(find kiosk console bench shared tools tests ../tests/e2e -type f \( -name '*.ts' -o -name '*.tsx' -o -name '*.mjs' \) -not -path '*/generated/*'); do
  [ "$(wc -l <"$file")" -le 500 ] || complain "$file has more than 500 lines"
  grep -nE ':\s*any\b|as any\b' "$file" && complain "$file uses any"
done
exit $code
