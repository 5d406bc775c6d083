#!/usr/bin/env python3
"""Runs the bench programs and puts their rows together: bench.py BUILD JSON(0|1) [NAME…]."""
import json
import os
import pathlib
import subprocess
import sys


def run(program, environment):
    done = subprocess.run([str(program)], stdout=subprocess.PIPE, env=environment, check=False)
    if done.returncode != 0:
        sys.exit(f"bench: {program.name} ended with {done.returncode}")
    return json.loads(done.stdout)


def table(rows):
    def text(value):
        return "" if value is None else f"{value:g}" if isinstance(value, (int, float)) else str(value)

    columns = ["name", "value", "unit", "target", "peer", "peer_value", "limit"]
    cells = [columns] + [[text(row.get(c)) for c in columns] for row in rows]
    widths = [max(len(r[i]) for r in cells) for i in range(len(columns))]
    for r in cells:
        print("  ".join(c.ljust(w) for c, w in zip(r, widths)).rstrip())


def main():
    build, as_json, names = pathlib.Path(sys.argv[1]), sys.argv[2] == "1", sys.argv[3:]
    data = build.parent / "data"
    environment = dict(os.environ, OMOTE_MODELS=str(data / "models"), OMOTE_DATA=str(data), OMOTE_WEB=str(build.parent / "web"), OMOTE_BUILD=str(build))
    programs = sorted((build / "bench").glob("bench_*"))
    if names:
        programs = [p for p in programs if p.name.removeprefix("bench_") in names]
    if not programs:
        known = ", ".join(p.name.removeprefix("bench_") for p in sorted((build / "bench").glob("bench_*")))
        sys.exit(f"bench: nothing to run; there are: {known}")
    rows = []
    for program in programs:
        print(f"running {program.name}", file=sys.stderr)
        rows += run(program, environment)
    if as_json:
        print(json.dumps({"benches": rows}, ensure_ascii=False))
    else:
        table(rows)


main()
