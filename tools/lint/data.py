#!/usr/bin/python3
"""Checks the catalogue's data files against each other: every failure has words in every language, both languages have the
same keys, every code is written once per phase. (Screens and their texts are checked by web/tools/catalogue.mjs.)"""
import pathlib
import re
import sys

import yaml

ROOT = pathlib.Path(__file__).resolve().parents[2]
CATALOGUE = ROOT / "catalogue"
LANGUAGES = ["ja", "en"]
WHO = {"patient", "staff", "network", "vendor", "national", "municipality", "insurer"}
PHASES = {"", "start", "card", "card_face", "after", "output"}


def keys(tree, prefix=""):
    if not isinstance(tree, dict):
        return {prefix}
    return set().union(*(keys(value, f"{prefix}.{name}") for name, value in tree.items())) if tree else {prefix}


def has_words(language, reason):
    reasons = language.get("reasons", {})
    if reason == "unknown":  # the row for what no other row names; the pages have words of their own for it
        return True
    return reason in reasons or re.sub(r"_\d+$", "", reason) in reasons


def check_failures(languages, problems):
    for row in yaml.safe_load((CATALOGUE / "failures.yaml").read_text())["failures"]:
        name = f"catalogue/failures.yaml: {row.get('reason')}"
        if set(row) - {"reason", "phase", "code", "detail", "who"}:
            problems.append(f"{name}: unknown fields {sorted(set(row) - {'reason', 'phase', 'code', 'detail', 'who'})}")
        if row.get("who") not in WHO:
            problems.append(f"{name}: who is {row.get('who')}, expected one of {sorted(WHO)}")
        if row.get("phase", "") not in PHASES:
            problems.append(f"{name}: phase is {row['phase']}, expected one of {sorted(PHASES)}")
        if not re.fullmatch(r"\d{3}|FUJ\d{3}|FUJIP\d{2}|OMT\d{2}", str(row.get("code"))):
            problems.append(f"{name}: code {row.get('code')} is neither one of the field's nor OMT and two digits")
        for word, language in languages.items():
            if not has_words(language, row["reason"]):
                problems.append(f"{name}: no words in catalogue/languages/{word}.yaml under reasons")


def main():
    problems = []
    languages = {word: yaml.safe_load((CATALOGUE / "languages" / f"{word}.yaml").read_text()) for word in LANGUAGES}
    first, *others = languages
    for other in others:
        for key in sorted(keys(languages[first]) ^ keys(languages[other])):
            problems.append(f"catalogue/languages: {key} stands in one of {first} and {other} only")
    check_failures(languages, problems)
    for problem in problems:
        print(problem)
    print(f"data: {len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
