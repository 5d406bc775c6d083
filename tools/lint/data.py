#!/usr/bin/python3
"""Checks the catalogue's data files against each other and against what stands behind them: all languages have the same keys;
every reason that raises an entry is raised by the programs, every action of a remedy is carried out by them, every entry has
its scenarios and every scenario expects a cause of its entry. (Entries, causes and remedies by themselves are checked by
tools/catalogue when it compiles them; screens and their texts, facts in words and drawings by web/tools. A reason needs no
words of its own: the entry that it raises has them.)"""
import pathlib
import re
import sys

import scenarios
import yaml

ROOT = pathlib.Path(__file__).resolve().parents[2]
CATALOGUE = ROOT / "catalogue"
SCENARIOS = ROOT / "scenarios"
LANGUAGES = ["ja", "en"]


def keys(tree, prefix=""):
    if not isinstance(tree, dict):
        return {prefix}
    return set().union(*(keys(value, f"{prefix}.{name}") for name, value in tree.items())) if tree else {prefix}


def rows_of(folder):
    files = sorted((CATALOGUE / folder).glob("*.yaml"))
    return [row for file in files for row in yaml.safe_load(file.read_text())[folder]]


def literals_of_sources():
    """Every word in quotes under src/ and apps/: reasons and actions are literals there, never composed of variable parts but
    for the number of tries (number_b_wrong_3) and the face's results (face_not_live)."""
    words = set()
    for folder in ("src", "apps"):
        for file in (ROOT / folder).rglob("*.[ch]pp"):
            words.update(re.findall(r'"([a-z][a-z0-9_]*)"', file.read_text()))
    return words


def check_raised(entries, literals, problems):
    for entry in entries:
        for raised in entry.get("raised", []):
            reason = raised if isinstance(raised, str) else raised["reason"]
            if not {reason, re.sub(r"_\d$", "", reason), reason.removeprefix("face_")} & literals | {"unknown"} & {reason}:
                problems.append(f"catalogue/entries: {entry['row']}: no program raises the reason {reason}")


def check_actions(remedies, literals, problems):
    for remedy in remedies:
        if remedy.get("action") and remedy["action"] not in literals:
            problems.append(f"catalogue/remedies: {remedy['id']}: no program carries out the action {remedy['action']}")


def check_scenarios(entries, problems):
    if not SCENARIOS.exists():
        return
    named = {scenario: entry for entry in entries for scenario in entry["scenarios"]}
    files = {file.stem: yaml.safe_load(file.read_text()) for file in sorted(SCENARIOS.glob("*.yaml"))}
    rows = {entry["row"] for entry in entries}
    causes = {(entry["row"], cause["id"]) for entry in entries for cause in entry["causes"]}
    for name, entry in named.items():
        if name not in files:
            problems.append(f"catalogue/entries: {entry['row']}: scenarios/{name}.yaml does not exist")
    for name, scenario in files.items():
        row, cause = scenario.get("row", ""), scenario.get("expect", {}).get("cause", "")
        if row in rows and name not in named:
            problems.append(f"scenarios/{name}.yaml: {row} does not name it in catalogue/entries")
        if row in rows and cause and (row, cause) not in causes:
            problems.append(f"scenarios/{name}.yaml: expects the cause {cause}, which {row} does not have")


def main():
    problems = []
    languages = {word: yaml.safe_load((CATALOGUE / "languages" / f"{word}.yaml").read_text()) for word in LANGUAGES}
    first, *others = languages
    for other in others:
        for key in sorted(keys(languages[first]) ^ keys(languages[other])):
            problems.append(f"catalogue/languages: {key} stands in one of {first} and {other} only")
    entries, literals = rows_of("entries"), literals_of_sources()
    check_raised(entries, literals, problems)
    check_actions(rows_of("remedies"), literals, problems)
    check_scenarios(entries, problems)
    scenarios.check(problems)
    for problem in problems:
        print(problem)
    print(f"data: {len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
