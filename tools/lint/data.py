#!/usr/bin/python3
"""Checks the catalogue's data files against each other: all languages have the same keys. (Entries, causes and remedies are
checked by tools/catalogue when it compiles them; screens and their texts, facts in words and drawings by web/tools. A reason
needs no words of its own: the entry that it raises has them.)"""
import pathlib
import sys

import yaml

ROOT = pathlib.Path(__file__).resolve().parents[2]
CATALOGUE = ROOT / "catalogue"
LANGUAGES = ["ja", "en"]


def keys(tree, prefix=""):
    if not isinstance(tree, dict):
        return {prefix}
    return set().union(*(keys(value, f"{prefix}.{name}") for name, value in tree.items())) if tree else {prefix}


def main():
    problems = []
    languages = {word: yaml.safe_load((CATALOGUE / "languages" / f"{word}.yaml").read_text()) for word in LANGUAGES}
    first, *others = languages
    for other in others:
        for key in sorted(keys(languages[first]) ^ keys(languages[other])):
            problems.append(f"catalogue/languages: {key} stands in one of {first} and {other} only")
    for problem in problems:
        print(problem)
    print(f"data: {len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
