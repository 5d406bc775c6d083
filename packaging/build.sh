#!/usr/bin/env bash
# Makes the Debian packages and the release file: packaging/build.sh [--version V] [--out FOLDER] [--spoil]
#   build/package/out/omote-{cli,host,terminal,models,sim}_V_ARCH.deb and omote-V.release (what `omote update install` takes).
# Needs the packages of the groups build and package, built pages and data; `./dev package` sees to all of that.
# OMOTE_RELEASE_KEYS names a folder of private keys NAME.pem (Ed25519); without it a throw-away key of this clone signs.
# --spoil makes a version whose host never becomes ready, for the test of the way back.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
readonly BUILD="$PWD/build/release" WORK="$PWD/build/package"
export LANG=C.UTF-8 LC_ALL=C.UTF-8
version=$(sed -n 's/^project(omote VERSION \([0-9.]*\) .*/\1/p' CMakeLists.txt)
out="$WORK/out" spoil=no
while [ $# -gt 0 ]; do
  case "$1" in
    --version) version="$2"; shift 2 ;;
    --out) out="$2"; shift 2 ;;
    --spoil) spoil=yes; shift ;;
    *) sed -n '2,8s/^# \{0,1\}//p' "$0" >&2; exit 2 ;;
  esac
done
[[ "$version" =~ ^[0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3}$ ]] || { echo "build.sh: a version is three numbers up to 999, not \"$version\"" >&2; exit 2; }
readonly PACKAGES=(omote-cli omote-host omote-terminal omote-models omote-sim) MAINTAINER="${OMOTE_MAINTAINER:-The Omote authors <packages@omote.example>}"
SOURCE_DATE_EPOCH=$(git log -1 --format=%ct 2>/dev/null || date +%s); export SOURCE_DATE_EPOCH
umask 022

# The keys that sign, as "NAME=FILE".
signers=()
keys="${OMOTE_RELEASE_KEYS:-$WORK/keys}"
if [ -z "${OMOTE_RELEASE_KEYS:-}" ] && [ ! -f "$keys/throw-away.pem" ]; then
  mkdir -p "$keys"; chmod 700 "$keys"
  openssl genpkey -algorithm ED25519 -out "$keys/throw-away.pem"
fi
for key in "$keys"/*.pem; do signers+=("$(basename "$key" .pem)=$key"); done

cmake --preset release -DOMOTE_VERSION="$version" > /dev/null
nice ninja -C "$BUILD" omote omote-probe omote-photo-decoder omote-watch omote-host omote-card-worker omote-terminal omote-sim omote-card \
  omote-card-holder omote-manifest omote_ifd

stage="$WORK/stage-$version"; rm -rf "$stage"; mkdir -p "$stage" "$out"
# "install SOURCE TARGET [MODE]" into the package that is being made.
put() { install -D -m "${3:-644}" "$1" "$tree/$2"; }
packed() { mkdir -p "$(dirname "$tree/$2")"; gzip -9n < "$1" > "$tree/$2"; chmod 644 "$tree/$2"; }
command_of() { mkdir -p "$tree/usr/bin"; ln -s "/opt/omote/current/bin/$1" "$tree/usr/bin/$1"; }

manual() {  # PROGRAM SECTION
  local more=()
  [ ! -f "packaging/man/$1.txt" ] || more=("packaging/man/$1.txt")
  python3 packaging/man/man.py "$BUILD/bin/$1" "$2" "$version" "${more[@]}" > "$stage/$1.$2"
  packed "$stage/$1.$2" "usr/share/man/man$2/$1.$2.gz"
}

# What goes beside the version's folder.
files_of() {
  local key
  case "$1" in
    omote-cli)
      command_of omote; manual omote 1
      put packaging/completion/omote usr/share/bash-completion/completions/omote
      put packaging/systemd/omote-update-settle.service lib/systemd/system/omote-update-settle.service
      mkdir -p "$tree/etc/omote/update-keys"
      for key in "${signers[@]}"; do openssl pkey -in "${key#*=}" -pubout -out "$tree/etc/omote/update-keys/${key%%=*}.pub"; done
      chmod 644 "$tree"/etc/omote/update-keys/*
      put docs/update.md usr/share/doc/omote-cli/update.md ;;
    omote-host)
      manual omote-host 8
      put packaging/systemd/omote-host.service lib/systemd/system/omote-host.service
      put packaging/sysusers.d/omote-host.conf usr/lib/sysusers.d/omote-host.conf
      put packaging/tmpfiles.d/omote-host.conf usr/lib/tmpfiles.d/omote-host.conf
      put packaging/polkit/50-omote.rules usr/share/polkit-1/rules.d/50-omote.rules
      put packaging/etc/host.toml.example etc/omote/host.toml.example
      put docs/settings.md usr/share/doc/omote-host/settings.md
      put docs/install.md usr/share/doc/omote-host/install.md ;;
    omote-terminal)
      manual omote-terminal 8
      put packaging/systemd/omote-terminal.service lib/systemd/system/omote-terminal.service
      put packaging/systemd/omote-terminal-update.path lib/systemd/system/omote-terminal-update.path
      put packaging/systemd/omote-terminal-update.service lib/systemd/system/omote-terminal-update.service
      put packaging/sysusers.d/omote-terminal.conf usr/lib/sysusers.d/omote-terminal.conf
      put packaging/etc/terminal.toml.example etc/omote/terminal.toml.example
      put docs/settings.md usr/share/doc/omote-terminal/settings.md ;;
    omote-sim)
      command_of omote-sim; command_of omote-card
      manual omote-sim 1; manual omote-card 1 ;;
  esac
  put packaging/copyright "usr/share/doc/$1/copyright"
  printf '%s (%s) unstable; urgency=medium\n\n  * See docs/ and CHANGELOG.md of the source.\n\n -- %s  %s\n' omote "$version" "$MAINTAINER" \
    "$(date -u -R -d "@$SOURCE_DATE_EPOCH")" > "$stage/changelog"
  packed "$stage/changelog" "usr/share/doc/$1/changelog.gz"
}

spoil_host() {
  printf '#!/bin/sh\n[ "$1" != --version ] || exit 0\nexec sleep 600\n' > "$tree/usr/lib/omote/bin/omote-host"
}

# The libraries that the programs of a package need, from Debian's own records.
libraries_of() {
  local programs=()
  mapfile -t programs < <(find "$tree/usr/lib/omote/bin" -type f 2>/dev/null | while read -r file; do if head -c 4 "$file" | grep -q ELF; then echo "$file"; fi; done)
  [ ${#programs[@]} -gt 0 ] || return 0
  mkdir -p "$stage/debian"; printf 'Source: omote\n\nPackage: omote\nArchitecture: any\n' > "$stage/debian/control"
  (cd "$stage" && dpkg-shlibdeps -O "${programs[@]}" 2>/dev/null) | sed 's/^shlibs:Depends=//'
}

make_package() {
  local package="$1" name control
  tree="$stage/$package"; mkdir -p "$tree/DEBIAN"
  cmake --install "$BUILD" --component "$package" --strip --prefix "$tree/usr/lib/omote" > /dev/null
  find "$tree" -type d -exec chmod 755 {} +; find "$tree" -type f -not -path '*/bin/*' -exec chmod 644 {} +
  if [ "$spoil" = yes ] && [ "$package" = omote-host ]; then spoil_host; fi
  packaging/release.py "$tree/usr/lib/omote" "$package" "$version" "${signers[@]}"
  files_of "$package"
  control=$(libraries_of)
  { printf 'Package: %s\nVersion: %s\nArchitecture: %s\nMaintainer: %s\nPriority: optional\nInstalled-Size: %s\n' "$package" "$version" \
      "$(dpkg --print-architecture)" "$MAINTAINER" "$(du -sk --exclude=DEBIAN "$tree" | cut -f1)"
    sed -e "s/\${shlibs:Depends}/${control:-libc6}/" -e "s/\${version}/$version/g" "packaging/deb/$package.control"; } > "$tree/DEBIAN/control"
  for name in postinst prerm postrm triggers; do
    [ ! -f "packaging/deb/$package.$name" ] || install -m "$([ "$name" = triggers ] && echo 644 || echo 755)" "packaging/deb/$package.$name" "$tree/DEBIAN/$name"
  done
  (cd "$tree" && find . -path './etc/*' -type f | sort | sed 's|^\.||') > "$tree/DEBIAN/conffiles"
  [ -s "$tree/DEBIAN/conffiles" ] || rm "$tree/DEBIAN/conffiles"
  (cd "$tree" && find . -type f -not -path './DEBIAN/*' -not -path './etc/*' -printf '%P\0' | sort -z | xargs -0 md5sum) > "$tree/DEBIAN/md5sums"
  dpkg-deb --root-owner-group -Zxz -z1 --build "$tree" "$out" > /dev/null
}

for package in "${PACKAGES[@]}"; do make_package "$package"; done

# All pieces in one file. The lists come first, so that a cut-off one is found out at once.
tree="$stage/all"; mkdir -p "$tree"
for package in "${PACKAGES[@]}"; do cp -al "$stage/$package/usr/lib/omote/." "$tree/"; done
mapfile -t parts < <(cd "$tree" && find share/omote -mindepth 1 -maxdepth 1 -not -name release | sort)
tar --format=ustar --owner=0 --group=0 --mtime="@$SOURCE_DATE_EPOCH" --sort=name -C "$tree" -cf "$out/omote-$version.release" share/omote/release bin "${parts[@]}"
rm -rf "$stage"
ls "$out"/*"$version"*
