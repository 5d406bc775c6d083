#!/usr/bin/env python3
"""Adds up gtest's JSON reports in a folder: count_tests.py FOLDER CTEST_STATUS. A program that died without a report fails."""
import json
import pathlib
import sys


def main():
    folder, status = pathlib.Path(sys.argv[1]), int(sys.argv[2])
    passed = failed = 0
    for report in sorted(folder.glob("*.json")):
        result = json.loads(report.read_text())
        bad = result["failures"] + result["errors"]
        failed += bad
        passed += result["tests"] - bad - result["disabled"]
    if status != 0 and failed == 0:
        failed = 1
    print(f"{passed} passed, {failed} failed")


main()
