#!/usr/bin/env bash
# A signed repository for apt out of packages: repository.sh FOLDER PACKAGE.deb…
# The first call makes it, with a throw-away key: FOLDER/key.gpg is what machines trust. Later calls add newer packages.
set -euo pipefail
folder=$(mkdir -p "$1" && readlink -f "$1"); shift
export GNUPGHOME="$folder/private"
if [ ! -f "$folder/conf/distributions" ]; then
  mkdir -p "$folder/conf"; mkdir -m 700 "$GNUPGHOME"
  gpg --batch --quiet --pinentry-mode loopback --passphrase '' --quick-generate-key 'Omote packages' ed25519 sign never 2>/dev/null
  gpg --batch --export > "$folder/key.gpg"
  printf 'Codename: bookworm\nComponents: main\nArchitectures: %s\nSignWith: yes\n' "$(dpkg --print-architecture)" > "$folder/conf/distributions"
fi
reprepro --silent --basedir "$folder" includedeb bookworm "$@"
