#!/usr/bin/env python3
"""Checks the law of layers: whole include paths, only downward, no cycle; one place per reason; file sizes.

Usage: layers.py [--draw]      --draw prints the picture of the folders for docs/architecture.md (Mermaid).
"""
import json
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
LAW = json.loads((ROOT / "tools/lint/layers.json").read_text())["src"]
INCLUDE = re.compile(r'^\s*#\s*include\s+"([^"]+)"', re.M)
REASON = re.compile(r'\bfail\(\s*"([a-z0-9_]+)"')
CPP_MOST, HPP_MOST = 500, 300


def tracked(*patterns):
    """The files git tracks and the new ones it does not ignore."""
    out = subprocess.run(["git", "ls-files", "-co", "--exclude-standard", "--", *patterns], cwd=ROOT, text=True, capture_output=True, check=True).stdout
    return [ROOT / line for line in sorted(set(out.split("\n"))) if line and (ROOT / line).exists()]


def folder_of(include):
    return include.split("/", 1)[0]


def check_includes(files, problems):
    graph = {}
    for file in files:
        path = file.relative_to(ROOT / "src")
        home = path.parts[0]
        graph.setdefault(str(path), set())
        if home not in LAW:
            problems.append(f"{file.relative_to(ROOT)}: folder src/{home} is not in tools/lint/layers.json")
            continue
        for include in INCLUDE.findall(file.read_text()):
            if include.startswith("."):
                problems.append(f"{file.relative_to(ROOT)}: \"{include}\": include paths are whole, from src/")
                continue
            to = folder_of(include)
            known = (ROOT / "src" / include).exists() or to in ("schema", "catalogue")
            if not known:
                problems.append(f"{file.relative_to(ROOT)}: \"{include}\" is not a file under src/ (nothing under src/ uses sim/ or tests/)")
            elif to != home and to not in LAW[home]:
                problems.append(f"{file.relative_to(ROOT)}: src/{home} may not include \"{include}\"")
            graph[str(path)].add(include)
    return graph


def check_cycles(graph, problems):
    state = {}

    def visit(node, trail):
        state[node] = "open"
        for to in sorted(graph.get(node, ())):
            if state.get(to) == "open":
                ring = trail[trail.index(to):] if to in trail else [node]
                problems.append("include cycle: " + " -> ".join([*ring, to]))
            elif to in graph and to not in state:
                visit(to, [*trail, to])
        state[node] = "done"

    for node in sorted(graph):
        if node not in state:
            visit(node, [node])


def check_reasons(files, problems):
    places = {}
    for file in files:
        for number, line in enumerate(file.read_text().split("\n"), 1):
            for reason in REASON.findall(line):
                places.setdefault(reason, []).append(f"{file.relative_to(ROOT)}:{number}")
    for reason, where in sorted(places.items()):
        if len(where) > 1:
            problems.append(f"reason {reason} is raised at {len(where)} places: {', '.join(where)}")


def check_sizes(problems):
    for file in tracked("*.cpp", "*.hpp", "*.ts", "*.tsx"):
        lines = file.read_text().count("\n")
        most = HPP_MOST if file.suffix == ".hpp" else CPP_MOST
        if lines > most:
            problems.append(f"{file.relative_to(ROOT)}: {lines} lines, at most {most}")


def draw(files):
    edges = set()
    for file in files:
        home = file.relative_to(ROOT / "src").parts[0]
        for include in INCLUDE.findall(file.read_text()):
            if folder_of(include) != home:
                edges.add((home, folder_of(include)))
    print("```mermaid\nflowchart RL")
    for home, to in sorted(edges):
        print(f"  {home} --> {to}")
    print("```")


def main():
    files = tracked("src/*.cpp", "src/*.hpp")
    if "--draw" in sys.argv:
        return draw(files)
    problems = []
    graph = check_includes(files, problems)
    check_cycles(graph, problems)
    check_reasons(files, problems)
    check_sizes(problems)
    for problem in problems:
        print(problem)
    print(f"layers: {len(files)} files, {len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
