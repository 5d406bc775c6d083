# What is tried, in the order of a machine's life. Each step stands on those before it. Sourced by run.sh.
# shellcheck shell=bash
readonly UNITS="omote-host omote-terminal omote-terminal-update omote-update-settle"
readonly DATA=/var/lib/omote-sim/omote-sim

runs_version() { there "omote update status --json" | grep -q "\"runs\":\"$1" && there "omote status --json | grep -q '\"version\": *\"$1'" && there "systemctl is-active -q omote-host omote-terminal"; }
verdict() { there "omote update status --json" | sed 's/.*"verdict":"\([a-z_]*\)".*/\1/'; }
publish() { tests/package/repository.sh "$REPO" "$OUT"/*_"$1"_*.deb; trust_repository; }
release() { cp "$OUT/omote-$1.release" "$ROOT/root/"; echo "/root/omote-$1.release"; }

repository_is_trusted() {
  check "apt takes the signed repository" chroot "$ROOT" apt-get update -qq -o Dir::Etc::sourcelist=/dev/null -o APT::Get::List-Cleanup=0
  sed -i 's/^Codename: bookworm/Codename: bookworn/' "$ROOT/srv/repository/dists/bookworm/InRelease"
  check "and refuses it with one byte changed" bash -c "chroot '$ROOT' apt-get update -o Dir::Etc::sourcelist=/dev/null -o APT::Get::List-Cleanup=0 2>&1 | grep -Eq 'BADSIG|NODATA|not signed'"
  trust_repository
}

lintian_has_no_errors() {
  local said
  said=$(lintian --fail-on error --suppress-tags-from-file tests/package/lintian-not-for-us "$OUT"/*_"$OLD"_*.deb 2>&1) || { say "$said"; return 1; }
}

units_are_closed() {
  local unit score
  for unit in $UNITS; do
    score=$(systemd-analyze security --offline=yes --no-pager "packaging/systemd/$unit.service" 2>/dev/null | sed -n 's/.*exposure level for .*: \([0-9.]*\) .*/\1/p')
    say "    exposure of $unit.service: $score"
    check "at most 2.0" awk -v score="$score" 'BEGIN { exit !(score != "" && score <= 2.0) }'
  done
}

machine_starts() {
  check "systemd runs" power_on
}

installs_with_apt() {
  check "the lists" on_machine apt-get update -qq -o Dir::Etc::sourcelist=/dev/null -o APT::Get::List-Cleanup=0
  check "host and terminal" on_machine apt-get install -y -qq omote-host omote-terminal
  check "the command runs, of that version" there "omote --version | grep -qx '$OLD'"
  check "the version is in use" test "$(verdict)" = good
  check "everything as delivered" there "dpkg --verify omote-cli omote-host omote-terminal omote-models | { ! grep .; }"
  check "the manual is there" there "test -f /usr/share/man/man1/omote.1.gz -a -f /usr/share/man/man8/omote-host.8.gz"
}

preflight_names_what_is_missing() {
  check "nothing is missing" there "omote check --prerequisites"
  there "mv /usr/sbin/pcscd /usr/sbin/pcscd.away"
  check "pcscd is named, with what installs it" there "omote check --prerequisites > /tmp/said; test \$? = 1 && grep -q 'missing *pcscd: apt install pcscd' /tmp/said"
  there "mv /usr/sbin/pcscd.away /usr/sbin/pcscd"
  check "and there again" there "omote check --prerequisites"
}

waits_for_settings() {
  check "enabled" there "systemctl is-enabled omote-host omote-terminal omote-update-settle"
  check "nothing failed, nothing runs" there "! systemctl is-active -q omote-host && ! systemctl is-failed -q omote-host"
  check "the check says what comes next" there "omote check > /tmp/said; test \$? = 1 && grep -q 'host.toml.example' /tmp/said"
}

# The simulators: national system, card reader, cameras, patient; all on the machine's own loopback.
settings_are_checked() {
  check "the simulators" on_machine apt-get install -y -qq omote-sim
  # One after the other: both make what is not there yet.
  there "systemd-run -q --unit=stand --setenv=XDG_DATA_HOME=/var/lib/omote-sim omote-sim stand --pair --once --wait 180"
  check "the stand is there" until_there 60 "test -f $DATA/authorities/card-trust/text_ca.pem -a -S /run/omote-sim/reader.sock -a -S /run/omote-sim/face.sock"
  there "systemd-run -q --unit=national --setenv=XDG_DATA_HOME=/var/lib/omote-sim omote-sim national --port 18443 --address 127.0.0.1"
  check "its certificates are made" until_there 60 "test -f $DATA/national/clinic.key && systemctl is-active -q national"
  there "chmod 666 /run/omote-sim/face.sock /run/omote-sim/tray.sock
    mkdir -p /etc/omote/national && cp $DATA/national/ca.pem $DATA/national/clinic.crt $DATA/national/clinic.key /etc/omote/national/
    cp -r $DATA/authorities/card-trust /etc/omote/card-trust
    echo Mihon-0001! > /etc/omote/password
    chgrp omote-host /etc/omote/password /etc/omote/national/clinic.key && chmod 640 /etc/omote/password /etc/omote/national/clinic.key
    printf 'FRIENDLYNAME \"Omote Virtual Reader\"\nDEVICENAME uds:/run/omote-sim/reader.sock\nLIBPATH /opt/omote/current/bin/libomote_ifd.so\nCHANNELID 0\n' > /etc/reader.conf.d/omote-sim
    systemctl restart pcscd.socket"
  sed -e 's/name = "…".*/name = "見本クリニック"/' -e 's/institution_code = "…".*/institution_code = "991000000"/' -e 's/^host = "…".*/host = "127.0.0.1"\nport = 18443/' \
    -e 's/login = "F0…".*/login = "F099000001"/' packaging/etc/host.toml.example > "$ROOT/etc/omote/host.toml"
  sed -e 's/serial = "…".*/serial = "OMT0000001"/' -e 's|v4l2:/dev/video0|stream:/run/omote-sim/face.sock|' -e 's|v4l2:/dev/video2|stream:/run/omote-sim/tray.sock|' \
    packaging/etc/terminal.toml.example > "$ROOT/etc/omote/terminal.toml"
  printf '\n[link]\ndiscovery_targets = ["127.0.0.1:8602"]\n\n[models]\nmeans = "/opt/omote/current/share/omote/people/means.omm"\npeople = "simulated"\n' >> "$ROOT/etc/omote/terminal.toml"
  check "a mistake is told with its line" there "omote check > /tmp/said; test \$? = 1 && grep -q 'host.toml:[0-9]*: clinic.institution_code: .*10 digits' /tmp/said"
  sed -i 's/institution_code = "991000000"/institution_code = "9910000001"/' "$ROOT/etc/omote/host.toml"
  check "and none is left" there "omote check"
}

services_start() {
  check "they start" there "systemctl start omote-host omote-terminal"
  check "and are active" there "systemctl is-active -q omote-host omote-terminal"
  check "the console answers the administrator's command line" there "omote status"
  check "as their own users" there "test \$(stat -c %U /proc/\$(systemctl show -p MainPID --value omote-host)) = omote-host -a \$(stat -c %U /proc/\$(systemctl show -p MainPID --value omote-terminal)) = omote-terminal"
}

card_service_is_restarted_by_the_host_only() {
  local as="setpriv --reuid omote-host --regid omote-host --clear-groups"
  there "systemctl start polkit pcscd"
  check "the card service" there "$as systemctl restart pcscd.service"
  check "and nothing else" there "! $as systemctl restart omote-terminal.service"
}

patient_is_received() {
  check "the visit ends" until_there 200 "! systemctl is-active -q stand"
  there "journalctl -u stand -o cat --no-pager | tail -n 3" >&2
  check "the result was delivered" there "journalctl -u stand -o cat --no-pager | grep -q '\"outcome\":\"delivered\"'"
  check "one result for the receipt computer" test "$(there 'ls /srv/omote/face | grep -c .xml')" = 1
}

host_comes_back() {
  local pid took
  for signal in KILL STOP; do
    pid=$(there "systemctl show -p MainPID --value omote-host")
    took=$EPOCHREALTIME
    there "kill -$signal $pid"
    check "after SIG$signal it is another process, and answers" until_there 20 "test \$(systemctl show -p MainPID --value omote-host) != $pid && systemctl is-active -q omote-host && omote status"
    say "    SIG$signal: answers again after $(awk -v a="$took" -v b="$EPOCHREALTIME" 'BEGIN { printf "%.1f", b - a }') s"
  done
  check "the watchdog did it" there "journalctl -u omote-host --no-pager | grep -q 'Watchdog timeout'"
}

wrong_settings_wait_for_a_person() {
  there "cp /etc/omote/host.toml /root/; sed -i 's/^institution_code.*/institution_code = 5/' /etc/omote/host.toml; ! systemctl restart omote-host" 2>/dev/null
  sleep 4
  check "it ended with 78 and was not started again" there "test \$(systemctl show -p ExecMainStatus --value omote-host) = 78 -a \$(systemctl show -p ActiveState --value omote-host) = failed"
  there "cp /root/host.toml /etc/omote/host.toml; systemctl restart omote-host"
  check "and starts once they are right" until_there 20 "omote status"
}

release_that_was_changed_is_refused() {
  local file; file=$(release "$NEW")
  # One byte of a program, far behind the lists.
  printf 'X' | dd of="$ROOT$file" bs=1 seek=$(($(stat -c %s "$ROOT$file") / 2)) conv=notrunc status=none
  check "refused" there "omote update install $file > /tmp/said 2>&1; test \$? = 1 && grep -q damaged /tmp/said"
  check "and nothing changed" runs_version "$OLD"
}

updates_by_file() {
  local file; file=$(release "$NEW")
  check "it would be taken" there "omote update check $file"
  check "it is" there "omote update install $file --json | tee /dev/stderr | grep -q '\"verdict\":\"good\"'"
  check "it runs" runs_version "$NEW"
}

broken_version_is_taken_back() {
  local file took=$EPOCHREALTIME; file=$(release "$BROKEN")
  check "the verdict is honest" there "omote update install $file > /tmp/said 2>&1; test \$? = 1 && grep -q '$NEW runs again' /tmp/said"
  say "    taken back after $(awk -v a="$took" -v b="$EPOCHREALTIME" 'BEGIN { printf "%.1f", b - a }') s in all"
  check "the version before runs" runs_version "$NEW"
  check "it is not tried again by itself" there "omote update install $file > /tmp/said 2>&1; test \$? = 1 && grep -q 'did not work here before' /tmp/said"
}

goes_back() {
  check "in one step" there "omote update back --json | tee /dev/stderr | grep -q '\"verdict\":\"good\"'"
  check "the old one runs" runs_version "$OLD"
  check "and forth" there "omote update back"
  check "the new one runs" runs_version "$NEW"
}

older_one_needs_a_word() {
  local file; file=$(release "$OLD")
  check "refused without it" there "omote update install $file > /tmp/said 2>&1; test \$? = 1 && grep -q allow-downgrade /tmp/said"
  check "root only" there "! setpriv --reuid omote-host --regid omote-host --clear-groups omote update install $file --allow-downgrade"
  check "taken with it" there "omote update install $file --allow-downgrade"
  check "the old one runs" runs_version "$OLD"
}

# Host and terminal of this machine share one folder of versions: what the terminal takes changes both. So everything is kept for it.
terminal_follows_through_the_host() {
  local file; file=$(release "$NEW")
  check "its installer waits" there "systemctl is-active -q omote-terminal-update.path"
  check "the old one runs" runs_version "$OLD"
  check "the new one is kept for it" there "omote update offer $file --all-pieces"
  check "and waits" until_there 60 "omote terminal list --json | grep -q '\"waits\":\"$NEW\"'"
  check "it is sent for" there "omote terminal update --all"
  check "sent, installed and judged" until_there 300 "omote terminal list --json | grep -q '\"version\":\"$NEW\",\"verdict\":\"good\"'"
  check "it runs" runs_version "$NEW"
  check "nothing is left of it" there "! find /var/lib/omote/terminal/update /var/lib/omote/update/.incoming -type f 2>/dev/null | grep -q ."
  check "a file that anybody put there is refused, and goes" there "cp /etc/hostname /var/lib/omote/terminal/update/omote-9.9.9.release"
  check "it went" until_there 60 "! ls /var/lib/omote/terminal/update/omote-9.9.9.release 2>/dev/null"
  check "and nothing changed" runs_version "$NEW"
  check "back for the next step" there "omote update back"
}

updates_with_apt() {
  publish "$NEW"
  there "apt-get update -qq -o Dir::Etc::sourcelist=/dev/null -o APT::Get::List-Cleanup=0"
  check "apt brings the new one" on_machine apt-get install -y -qq --only-upgrade omote-cli omote-host omote-terminal omote-models omote-sim
  check "it runs" runs_version "$NEW"
  check "and back to the delivered one before" there "omote update back"
  check "the old one runs" runs_version "$OLD"
  check "what apt delivered is put in use again" there "apt-get install -y -qq --reinstall omote-cli"
  check "the new one runs" runs_version "$NEW"
}

power_cut_in_the_middle() {
  local try
  there "systemd-run -q --unit=cut omote update back"
  for try in $(seq 200); do
    if [ "$(readlink "$ROOT/opt/omote/current")" = "versions/$OLD" ]; then break; fi
    sleep 0.05
  done
  check "cut while it is on trial" test "$(verdict)" = trial
  cut_power
  check "systemd runs" power_on
  find_leader
  check "it was judged at the start" until_there 90 "omote update status --json | grep -q '\"verdict\":\"good\"'"
  check "and runs" until_there 30 "systemctl is-active -q omote-host omote-terminal"
  check "by what was chosen" test "$(readlink "$ROOT/opt/omote/current")" = "versions/$OLD"
}

leftovers_are_named() {
  there "mkdir -p /opt/omote-0.0.1/bin && touch /opt/omote-0.0.1/bin/omote-host /etc/omote/host.toml.dpkg-old"
  check "they are" there "omote check > /tmp/said; test \$? = 1 && grep 'leftovers' /tmp/said | grep /opt/omote-0.0.1 | grep -q dpkg-old"
  there "rm -r /opt/omote-0.0.1 /etc/omote/host.toml.dpkg-old"
  check "and no more" there "omote check"
}

removes() {
  there "systemctl stop national 2>/dev/null; true"
  check "apt removes them" on_machine apt-get remove -y -qq omote-cli omote-host omote-terminal omote-models omote-sim
  check "no program, no service, no port" there "! ls -d /opt/omote /usr/lib/omote /usr/bin/omote* /run/omote 2>/dev/null && ! readlink /proc/[0-9]*/exe | grep omote && ! systemctl is-active -q omote-host && ! ss -ltnu | grep -E ':860[0-9] '"
  check "settings, records and results stay" there "test -f /etc/omote/host.toml -a -f /var/lib/omote/host/journal.sqlite && ls /srv/omote/face | grep -q .xml"
}

purges() {
  check "apt purges them" on_machine apt-get purge -y -qq omote-cli omote-host omote-terminal omote-models omote-sim
  there "rm -rf /var/lib/omote-sim /run/omote-sim /etc/reader.conf.d/omote-sim"
  # What the person put there, and what belongs to the clinic.
  there "find / -xdev -iname '*omote*' -not -path '/proc/*' -not -path '/sys/*' -not -path '/srv/*' -not -path '/etc/apt/*' -not -path '/var/lib/apt/*' -not -path '/var/cache/apt/*' \
    -not -path '/root/*' -not -path '/tmp/*' -not -path '/var/log/*'; ls /etc/omote /var/lib/omote 2>/dev/null; getent passwd omote-host omote-terminal" > "$WORK/left" || true
  say "    left: $(tr '\n' ' ' < "$WORK/left")"
  check "only what was put there by hand" bash -c "! grep -vE '^(/etc/omote:?|card-trust|national|password|)$' '$WORK/left'"
  check "the results are the clinic's" there "ls /srv/omote/face | grep -q .xml"
}
