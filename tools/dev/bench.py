#!/usr/bin/env python3
"""Runs the bench programs and puts their rows together: bench.py BUILD JSON(0|1) [NAME…].

Each program prints one JSON array of rows. A program that fails, hangs or prints something else is named at the end and
makes the exit code 1; what the others measured is printed all the same.
"""
import json
import os
import pathlib
import subprocess
import sys
import time

COLUMNS = ["name", "value", "unit", "better", "target", "peer", "peer_value", "limit"]
LONGEST_S = 600


def complain(text):
    print(f"bench: {text}", file=sys.stderr)


def check(row):
    """A row with all columns; raises ValueError when it does not say what was measured."""
    if not isinstance(row, dict) or not isinstance(row.get("name"), str) or not isinstance(row.get("value"), (int, float)):
        raise ValueError(f"not a row: {row!r}")
    if row.get("better") not in ("lower", "higher"):
        raise ValueError(f"{row['name']}: better must be lower or higher")
    return {column: row.get(column) for column in COLUMNS}


def run(program, environment, folder):
    """The rows of one program, or None."""
    began = time.monotonic()
    try:
        done = subprocess.run([str(program)], stdout=subprocess.PIPE, env=environment, cwd=folder, timeout=LONGEST_S, check=True)
        rows = [check(row) for row in json.loads(done.stdout)]
    except (subprocess.SubprocessError, OSError, ValueError, TypeError) as error:
        complain(f"{program.name}: {error}")
        return None
    print(f"{program.name}: {len(rows)} rows in {time.monotonic() - began:.0f} s", file=sys.stderr)
    return rows


def met(row):
    if not isinstance(row["target"], (int, float)):
        return ""
    good = row["value"] <= row["target"] if row["better"] == "lower" else row["value"] >= row["target"]
    return "met" if good else "missed"


def table(rows):
    def text(value):
        return "" if value is None else f"{value:.6g}" if isinstance(value, (int, float)) else str(value)

    heads = ["name", "value", "unit", "target", "", "peer", "peer_value", "limit"]
    cells = [heads] + [[text(row[c]) if c else met(row) for c in heads] for row in rows]
    widths = [max(len(r[i]) for r in cells) for i in range(len(heads))]
    for r in cells:
        print("  ".join(c.ljust(w) for c, w in zip(r, widths)).rstrip())


def main():
    build, as_json, names = pathlib.Path(sys.argv[1]).resolve(), sys.argv[2] == "1", sys.argv[3:]
    data = build.parent / "data"
    environment = dict(os.environ, OMOTE_MODELS=str(data / "models"), OMOTE_PEOPLE=str(data / "people" / "people.slice"))
    programs = {p.name.removeprefix("bench_"): p for p in sorted((build / "bench").glob("bench_*")) if os.access(p, os.X_OK)}
    unknown = [name for name in names if name not in programs]
    if unknown or not programs:
        complain(f"there is no {', '.join(unknown) or 'program'}; there are: {', '.join(programs)}")
        return 2
    results = [run(programs[name], environment, build) for name in dict.fromkeys(names or programs)]
    rows = [row for result in results if result for row in result]
    if as_json:
        print(json.dumps({"benches": rows}, ensure_ascii=False))
    else:
        table(rows)
    return 0 if all(result is not None for result in results) else 1


sys.exit(main())
