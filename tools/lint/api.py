#!/usr/bin/env python3
"""docs/api/console.yaml against the programs: every address that the console answers to is described with the right it needs,
and nothing else is."""
import pathlib
import re
import sys

import yaml

ROOT = pathlib.Path(__file__).resolve().parents[2]
DOCUMENT = ROOT / "docs/api/console.yaml"
ROUTE = re.compile(r'\badd(_open)?\(\s*"(GET|POST|PUT|DELETE)",\s*"(/[^"]*)"(?:,\s*(?:console::)?Right::(\w+))?')


def in_programs():
    routes = {}
    for file in [*(ROOT / "src/console").glob("*.cpp"), *(ROOT / "src/host").glob("*.cpp")]:
        for opened, method, path, right in ROUTE.findall(file.read_text()):
            routes[f"{method} {path}"] = "" if opened else right.lower()
    return routes


def in_document():
    routes = {}
    for path, methods in yaml.safe_load(DOCUMENT.read_text())["paths"].items():
        for method, operation in methods.items():
            routes[f"{method.upper()} {path}"] = operation.get("x-right", "")
    return routes


def main():
    programs, document = in_programs(), in_document()
    problems = [f"{route} is not described" for route in sorted(programs.keys() - document.keys())]
    problems += [f"{route} is described but not there" for route in sorted(document.keys() - programs.keys())]
    problems += [f"{route} needs the right \"{programs[route]}\", the document says \"{document[route]}\""
                 for route in sorted(programs.keys() & document.keys()) if programs[route] != document[route]]
    for problem in problems:
        print(f"{DOCUMENT.relative_to(ROOT)}: {problem}", file=sys.stderr)
    print(f"api: {len(programs)} addresses, {len(problems)} problems")
    return 1 if problems or len(programs) < 10 else 0


if __name__ == "__main__":
    sys.exit(main())
