#!/usr/bin/python3
"""Checks the catalogue's data files against each other: every reason has words in every language, both languages have the
same keys. (Entries, causes and remedies are checked by tools/catalogue when it compiles them, screens and
their texts by web/tools/catalogue.mjs.)"""
import pathlib
import re
import sys

import yaml

ROOT = pathlib.Path(__file__).resolve().parents[2]
CATALOGUE = ROOT / "catalogue"
LANGUAGES = ["ja", "en"]


def keys(tree, prefix=""):
    if not isinstance(tree, dict):
        return {prefix}
    return set().union(*(keys(value, f"{prefix}.{name}") for name, value in tree.items())) if tree else {prefix}


def has_words(language, reason):
    reasons = language.get("reasons", {})
    if reason == "unknown":  # the row for what no other row names; the pages have words of their own for it
        return True
    return reason in reasons or re.sub(r"_\d+$", "", reason) in reasons


def check_reasons(languages, problems):
    """Every reason that an entry is raised by has words in every language."""
    for file in sorted((CATALOGUE / "entries").glob("*.yaml")):
        for entry in yaml.safe_load(file.read_text())["entries"]:
            for raised in entry.get("raised", []):
                reason = raised if isinstance(raised, str) else raised["reason"]
                for word, language in languages.items():
                    if not has_words(language, reason):
                        problems.append(f"catalogue/entries/{file.name}: {entry['row']}: no words for {reason} in catalogue/languages/{word}.yaml under reasons")


def main():
    problems = []
    languages = {word: yaml.safe_load((CATALOGUE / "languages" / f"{word}.yaml").read_text()) for word in LANGUAGES}
    first, *others = languages
    for other in others:
        for key in sorted(keys(languages[first]) ^ keys(languages[other])):
            problems.append(f"catalogue/languages: {key} stands in one of {first} and {other} only")
    check_reasons(languages, problems)
    for problem in problems:
        print(problem)
    print(f"data: {len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
