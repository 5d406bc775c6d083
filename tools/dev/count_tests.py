#!/usr/bin/env python3
"""Adds up gtest's JSON reports in a folder: count_tests.py FOLDER CTEST_STATUS. A program that died without a report fails.

Of a program that was given a second try, the last report counts (gtest calls it NAME_1.json)."""
import json
import pathlib
import re
import sys


def main():
    folder, status = pathlib.Path(sys.argv[1]), int(sys.argv[2])
    passed = failed = 0
    last = {re.sub(r"_[0-9]+$", "", report.stem): report for report in sorted(folder.glob("*.json"), key=lambda one: one.stat().st_mtime_ns)}
    for report in last.values():
        result = json.loads(report.read_text())
        bad = result["failures"] + result["errors"]
        failed += bad
        passed += result["tests"] - bad - result["disabled"]
    if status != 0 and failed == 0:
        failed = 1
    print(f"{passed} passed, {failed} failed")


main()
