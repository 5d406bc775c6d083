# The machine of the test: made, started, cut off, asked. Sourced by run.sh.
# shellcheck shell=bash
PASSED=0 FAILED=0 LEADER=""

say() { printf '%s\n' "$*" >&2; }
# A check inside a step: what it means, then the command. The first that fails ends the step.
check() {
  local what="$1" said; shift
  if said=$("$@" 2>&1); then return 0; fi
  say "    not so: $what"; say "    $*"; sed 's/^/      /' <<< "$said" | tail -n 25 >&2
  return 1
}
try() {
  local began=$EPOCHREALTIME rc took
  # A step ends at its first check that fails; -e means nothing behind `if` or before `||`.
  set +e; ( set -e; "$1" ); rc=$?; set -e
  took=$(awk -v a="$began" -v b="$EPOCHREALTIME" 'BEGIN { printf "%.1f", b - a }')
  if [ "$rc" -eq 0 ]; then PASSED=$((PASSED + 1)); say "  good    $1 (${took} s)"; else FAILED=$((FAILED + 1)); say "  FAILED  $1 (${took} s)"; fi
  find_leader
}

build_all() {
  local version
  rm -rf "$OUT"
  packaging/build.sh --version "$OLD" >&2
  packaging/build.sh --version "$NEW" >&2
  packaging/build.sh --version "$BROKEN" --spoil >&2
  rm -rf "$REPO"
  tests/package/repository.sh "$REPO" "$OUT"/*_"$OLD"_*.deb
}

make_base() {
  [ ! -f "$WORK/base.tar" ] || return 0
  say "  making a Debian 12"
  rm -rf "$WORK/base"
  debootstrap --variant=minbase --include=systemd-sysv,dbus,ca-certificates,iproute2 bookworm "$WORK/base" http://deb.debian.org/debian > "$WORK/debootstrap.log" 2>&1
  tar -C "$WORK/base" -cf "$WORK/base.part" . && mv "$WORK/base.part" "$WORK/base.tar"
  rm -rf "$WORK/base"
}

# A minimal Debian 12 with what the packages need already downloaded (not installed): the machine itself has no line to the world.
make_root() {
  local stamp
  stamp=$(cat tests/package/machine.sh packaging/deb/*.control "$0" | sha256sum | cut -c1-16)
  rm -rf "$ROOT"
  if [ ! -f "$WORK/root-$stamp.tar" ]; then
    rm -f "$WORK"/root-*.tar
    make_base
    mkdir -p "$ROOT"; tar -C "$ROOT" -xf "$WORK/base.tar"
    printf '%s\n' 'deb http://deb.debian.org/debian bookworm main' 'deb http://deb.debian.org/debian bookworm-updates main' \
      'deb http://deb.debian.org/debian-security bookworm-security main' > "$ROOT/etc/apt/sources.list"
    [ ! -d /usr/local/share/ca-certificates ] || cp -r /usr/local/share/ca-certificates/. "$ROOT/usr/local/share/ca-certificates/"
    trust_repository
    chroot "$ROOT" apt-get update -qq >&2
    chroot "$ROOT" apt-get install -y -qq --download-only omote-host omote-terminal omote-sim >&2
    rm -f "$ROOT"/var/cache/apt/archives/omote-*
    rm -rf "$ROOT/opt/repository"
    tar -C "$ROOT" -cf "$WORK/root-$stamp.part" . && mv "$WORK/root-$stamp.part" "$WORK/root-$stamp.tar"
  else
    mkdir -p "$ROOT"; tar -C "$ROOT" -xf "$WORK/root-$stamp.tar"
  fi
  trust_repository
}

trust_repository() {
  mkdir -p "$ROOT/etc/apt/keyrings" "$ROOT/opt"
  rm -rf "$ROOT/srv/repository"; mkdir -p "$ROOT/srv/repository"
  cp -r "$REPO/dists" "$REPO/pool" "$ROOT/srv/repository/"
  cp "$REPO/key.gpg" "$ROOT/etc/apt/keyrings/omote.gpg"
  echo 'deb [signed-by=/etc/apt/keyrings/omote.gpg] file:/srv/repository bookworm main' > "$ROOT/etc/apt/sources.list.d/omote.list"
}

find_leader() {
  LEADER=$(cat "$WORK/leader" 2>/dev/null || true)
}

# PID 1 of the machine is the child of systemd-nspawn.
power_on() {
  SYSTEMD_NSPAWN_UNIFIED_HIERARCHY=0 systemd-nspawn -q --register=no --keep-unit --private-network --hostname=clinic -D "$ROOT" \
    /lib/systemd/systemd --log-target=journal > "$WORK/machine.log" 2>&1 9>&- < /dev/null &
  echo $! > "$WORK/nspawn"
  local try
  for try in $(seq 100); do
    LEADER=$(pgrep -P "$(cat "$WORK/nspawn")" | head -n 1 || true)
    if [ -n "$LEADER" ] && on_machine systemctl is-system-running 2>/dev/null | grep -Eq 'running|degraded'; then
      echo "$LEADER" > "$WORK/leader"
      return 0
    fi
    sleep 0.3
  done
  cat "$WORK/machine.log"
  return 1
}

# As a power cut is: everything dies at once, in the middle of whatever it did.
cut_power() {
  kill -KILL "$(cat "$WORK/leader")" 2>/dev/null || true
  while kill -0 "$(cat "$WORK/nspawn")" 2>/dev/null; do sleep 0.1; done
  rm -f "$WORK/leader" "$WORK/nspawn"
}

power_off() {
  [ ! -f "$WORK/leader" ] || cut_power
}

on_machine() {
  nsenter -t "$LEADER" -a env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 DEBIAN_FRONTEND=noninteractive "$@"
}
# A line of shell on the machine.
there() { on_machine /bin/sh -c "$1"; }

# Until the line of shell succeeds there, at most so many seconds.
until_there() {
  local end=$((SECONDS + $1))
  until there "$2" > /dev/null 2>&1; do
    [ "$SECONDS" -lt "$end" ] || { there "$2"; return 1; }
    sleep 0.3
  done
}
