#!/usr/bin/env python3
"""tidy.py BUILD [FILE…]: clang-tidy 19 over the sources that changed since their last clean run.

Most of its time goes into the headers of others, so neighbouring sources are read together, several as one translation
unit; those that do not bear it (two private helpers of one name) go into the next one. A stamp per group holds the hash of its
texts, of our headers and of .clang-tidy. Needs BUILD/compile_commands.json and the target generated_sources.
"""
import concurrent.futures
import hashlib
import json
import os
import pathlib
import re
import shlex
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
MOST = 20  # sources in one group
TOPS = ["src", "apps", "sim"]
SOURCES, HEADERS = [f"{top}/*.cpp" for top in TOPS], ["*.hpp", "*.proto", ".clang-tidy", "tools/lint/tidy.py"]
# The simulators serve people who look on: the slow, path by path analysis is kept for what runs at a clinic.
FEWER = {"sim": "-clang-analyzer-*"}


def tracked(patterns):
    out = subprocess.run(["git", "ls-files", "-co", "--exclude-standard", "--", *patterns], cwd=ROOT, text=True, capture_output=True, check=True).stdout
    return sorted({line for line in out.split("\n") if line and (ROOT / line).exists()})


def digest(files):
    sums = hashlib.sha256()
    for file in files:
        sums.update(file.encode() + b"\0" + (ROOT / file).read_bytes())
    return sums.hexdigest()


def flags_of(build):
    """Source -> (language and processor, places: the set of -D, -I and -isystem); its own target comes before the tests that share it."""
    flags = {}
    for entry in json.loads((build / "compile_commands.json").read_text()):
        words = shlex.split(entry["command"].replace("-isystem ", "-isystem"))
        places = frozenset(word for word in words if word.startswith(("-D", "-I", "-isystem")))
        flags.setdefault(os.path.relpath(entry["file"], ROOT), (tuple(word for word in words if word.startswith(("-std", "-m"))), places))
    return flags


def groups_of(files, flags):
    """Groups of sources that bear one set of flags, neighbours together as they include the same."""
    alike = {}
    for file in files:
        alike.setdefault((TOPS.index(file.split("/")[0]), flags[file][0]), []).append(file)
    for (_, plain), members in sorted(alike.items()):
        count = -(-len(members) // MOST)
        size = -(-len(members) // count)
        for start in range(0, len(members), size):
            group = members[start:start + size]
            yield group, [*plain, *sorted(frozenset().union(*(flags[file][1] for file in group)))]


def parts_that_parse(group, used, unit):
    """Splits a group until each part is accepted as one translation unit."""
    if len(group) == 1:
        return [group]
    write_unit(group, unit)
    run = subprocess.run(["clang++-19", *used, "-w", "-fsyntax-only", "-ferror-limit=0", unit], text=True, capture_output=True)
    if run.returncode == 0:
        return [group]
    blamed = {file for file in group if re.search(rf"{re.escape(file)}:\d+:\d+: error", run.stderr)}
    rest = [file for file in group if file not in blamed]
    if not blamed or not rest:
        return [[file] for file in group]
    return parts_that_parse(rest, used, unit) + parts_that_parse(sorted(blamed), used, unit)


def write_unit(group, unit):
    unit.write_text("".join(f'#include "{ROOT / file}"\n' for file in group))


def tidy(group, used, folder, headers):
    """Runs clang-tidy over one group; returns what it found, empty when nothing."""
    name = hashlib.sha256(" ".join([*group, *used]).encode()).hexdigest()[:16]
    unit, stamp = folder / f"{name}.cpp", folder / f"{name}.stamp"
    state = digest(group) + headers
    if stamp.exists() and stamp.read_text() == state:
        return ""
    found = []
    checks = ",".join(["-bugprone-suspicious-include", *(more for top, more in FEWER.items() if group[0].startswith(top + "/"))])
    for part in parts_that_parse(group, used, unit):
        write_unit(part, unit)
        run = subprocess.run(["clang-tidy-19", "--quiet", f"--config-file={ROOT / '.clang-tidy'}", f"--checks={checks}", unit, "--", *used],
                             cwd=ROOT, text=True, capture_output=True)
        if run.returncode != 0:
            found.append(run.stdout.replace(f"{ROOT}/", "") or run.stderr)
    if not found:
        stamp.write_text(state)
    return "\n".join(found)


def main():
    build, *named = sys.argv[1:]
    build = pathlib.Path(build).resolve()
    folder = build / "tidy"
    folder.mkdir(exist_ok=True)
    flags = flags_of(build)
    files = [os.path.relpath(file, ROOT) for file in named] or tracked(SOURCES)
    unknown = [file for file in files if file not in flags]
    groups = list(groups_of([file for file in files if file in flags], flags))
    for file in unknown:
        print(f"{file}: no target compiles it")
    headers = digest(tracked(HEADERS))
    bad = 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for future in concurrent.futures.as_completed(pool.submit(tidy, group, used, folder, headers) for group, used in groups):
            if found := future.result():
                bad += 1
                print(found, flush=True)
    print(f"clang-tidy: {len(files)} files in {len(groups)} groups, {bad} groups with findings")
    return 1 if bad or unknown else 0


if __name__ == "__main__":
    sys.exit(main())
