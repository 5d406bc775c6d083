#!/usr/bin/env bash
# The packages, tried where they are to work: in a fresh Debian 12 that systemd starts (systemd-nspawn). Builds three versions, a
# signed repository and the system; installs, sets up, receives a patient, updates, goes back, cuts the power, removes.
# Closes with "N passed, N failed". `./dev test package` sees to what is needed. Root only. --keep leaves the system for looking.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
readonly WORK="$PWD/build/package" OUT="$PWD/build/package/out" REPO="$PWD/build/package/repository" ROOT="$PWD/build/package/root"
readonly OLD=$(sed -n 's/^project(omote VERSION \([0-9.]*\) .*/\1/p' CMakeLists.txt)
readonly NEW="${OLD%.*}.900" BROKEN="${OLD%.*}.901"
export LANG=C.UTF-8 LC_ALL=C.UTF-8
[ "$(id -u)" -eq 0 ] || { echo "tests/package/run.sh: needs root (it boots a system of its own)" >&2; exit 2; }
source tests/package/machine.sh
source tests/package/steps.sh

mkdir -p "$WORK"; exec 9> "$WORK/.lock"; flock 9
trap 'power_off' EXIT
build_all
make_root
for step in repository_is_trusted lintian_has_no_errors units_are_closed \
  machine_starts installs_with_apt preflight_names_what_is_missing waits_for_settings settings_are_checked \
  services_start card_service_is_restarted_by_the_host_only patient_is_received host_comes_back \
  wrong_settings_wait_for_a_person release_that_was_changed_is_refused \
  updates_by_file broken_version_is_taken_back goes_back older_one_needs_a_word terminal_follows_through_the_host updates_with_apt \
  power_cut_in_the_middle leftovers_are_named removes purges; do
  try "$step"
done
printf '%d passed, %d failed\n' "$PASSED" "$FAILED"
[ "$FAILED" -eq 0 ] && [ "$PASSED" -gt 0 ]
