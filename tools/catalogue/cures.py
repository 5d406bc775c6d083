#!/usr/bin/python3
"""Writes docs/cures.md: for each of the 70 rows, what a person does by hand after the source documents and in Omote.

    tools/catalogue/cures.py [RESULTS.json]      RESULTS: what ./dev scenario --json printed

Without results for a row its figures come from the catalogue's data (the first remedy of its most likely cause, or the steps
named for a question); they are marked, because nothing was measured."""
import json
import pathlib
import statistics
import sys

import yaml

ROOT = pathlib.Path(__file__).resolve().parents[2]
CATALOGUE = ROOT / "catalogue"
TARGET = ROOT / "docs" / "cures.md"
SECONDS = {"steps": 10, "pc_restarts": 150, "terminal_restarts": 60, "calls": 600, "installs": 300}
KINDS = {"none": "nothing to do", "automatic": "by itself", "consent": "one touch", "hand": "by hand"}
NOT_MEASURED = " †"


def rows_of(folder):
    files = sorted((CATALOGUE / folder).glob("*.yaml"))
    return [row for file in files for row in yaml.safe_load(file.read_text())[folder]]


def documented():
    return {row["row"]: row for row in yaml.safe_load((CATALOGUE / "documented_steps.yaml").read_text())["documented"]}


def before_of(row):
    """Steps by hand and seconds after the documents."""
    steps = len(row["counted"])
    seconds = steps * SECONDS["steps"] + row.get("waits_s", 0)
    return steps, seconds + sum(row.get(name, 0) * SECONDS[name] for name in SECONDS if name != "steps")


def from_results(path):
    """Row -> (kind, median steps by hand, median seconds until cured), of scenarios that passed."""
    by_row = {}
    for one in json.loads(pathlib.Path(path).read_text())["scenarios"]:
        if one["passed"]:
            by_row.setdefault(one["row"], []).append(one)
    table = {}
    for row, runs in by_row.items():
        steps = statistics.median_low([run["steps_by_hand"] for run in runs])
        typical = next(run for run in runs if run["steps_by_hand"] == steps)
        seconds = statistics.median([run["recovered_ms"] for run in runs]) / 1000
        table[row] = (typical["remedy"], steps, seconds)
    return table


def from_data(row, entry, causes, remedies):
    if "here" in row:
        steps = len(row["here"])
        return ("hand" if steps else "none", steps, steps * SECONDS["steps"])
    likely = max(entry["causes"], key=lambda cause: cause["prior"])
    remedy = remedies[causes[likely["id"]]["remedies"][0]]
    steps = {"automatic": 0, "consent": 1, "hand": len(remedy["steps"])}[remedy["kind"]]
    return (remedy["kind"], steps, remedy["cost_s"])


def time_text(seconds):
    if seconds < 1:
        return "< 1 s" if seconds else "–"
    return f"{seconds:.0f} s" if seconds < 120 else f"{seconds / 60:.0f} min"


def table_lines(entries, rows, now):
    lines = []
    for row in sorted(rows):
        entry = entries[row]
        code = entry["code"] if entry["code"] != row else ""
        name = " ".join(part for part in (code, entry.get("detail", "")) if part)
        steps, seconds = before_of(rows[row])
        kind, steps_now, seconds_now, measured = now[row]
        here = f"{steps_now}{'' if measured else NOT_MEASURED}"
        lines.append(
            f"| {row} | {name} | {entry['heading']['en']} | {steps} | {time_text(seconds)} "
            f"| {here} | {time_text(seconds_now)} | {KINDS[kind]} |"
        )
    return lines


def summary(rows, now):
    free = sum(1 for row in rows if now[row][1] == 0)
    measured = sum(1 for row in rows if now[row][3])
    before = {row: before_of(rows[row])[0] for row in rows}
    text = (
        f"**{free} of {len(rows)} rows need no hand at all** (target: half, {len(rows) // 2}); after the documents "
        f"{sum(1 for steps in before.values() if steps == 0)}. Steps by hand over all rows: "
        f"{sum(before.values())} after the documents, {sum(now[row][1] for row in rows)} in Omote. "
        f"{measured} rows are measured by scenarios"
    )
    return text + ("." if measured == len(rows) else f"; those marked{NOT_MEASURED} are reckoned from the catalogue.")


HEAD = """# Cures: by hand before and now

For each row of the two source documents: what a person does by hand to get from the trouble to the cure of its most likely
cause. The left half is counted from the documents (`catalogue/documented_steps.yaml` tells every counted step and the way of
counting; times are reckoned from the steps there). The right half is what Omote needs: the medians of the row's scenarios
(`./dev scenario --json`), in which the fault is real. A touch of a button on the reception screen and a thing that a patient
does because the screen asks for it both count as a step.

Written by `tools/catalogue/cures.py RESULTS.json`.

"""


def main():
    entries = {}
    for entry in rows_of("entries"):
        entries.setdefault(entry["row"], entry)
    causes = {cause["id"]: cause for cause in rows_of("causes")}
    remedies = {remedy["id"]: remedy for remedy in rows_of("remedies")}
    rows = documented()
    missing = sorted(set(rows) - set(entries))
    if missing:
        print(f"cures: no entry in catalogue/entries for {', '.join(missing)}", file=sys.stderr)
        return 1
    measured = from_results(sys.argv[1]) if len(sys.argv) > 1 else {}
    now = {}
    for row in rows:
        known = measured.get(row)
        # A scenario of a question only asks it; the steps of its answer are counted as those of the documents are.
        if known and "here" in rows[row]:
            known = (*from_data(rows[row], entries[row], causes, remedies)[:2], known[2])
        now[row] = (*known, True) if known else (*from_data(rows[row], entries[row], causes, remedies), False)
    table = ["| row | code | what | by hand | takes | by hand in Omote | takes | how |", "|---|---|---|--:|--:|--:|--:|---|"]
    TARGET.write_text(HEAD + summary(rows, now) + "\n\n" + "\n".join(table + table_lines(entries, rows, now)) + "\n")
    print(f"cures: {TARGET.relative_to(ROOT)}, {len(measured)} rows measured")
    return 0


if __name__ == "__main__":
    sys.exit(main())
