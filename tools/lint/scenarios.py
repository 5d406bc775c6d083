"""Checks scenarios/*.yaml against the catalogue and the faults: known fields only, and every fault, row, cause and remedy that
a scenario names exists. Part of tools/lint/data.py; format: docs/scenarios.md."""
import pathlib
import re

import yaml

ROOT = pathlib.Path(__file__).resolve().parents[2]

FIELDS = {
    "": {"id", "row", "title", "given", "inject", "ask", "then", "expect", "recover", "checks"},
    "title": {"ja", "en"},
    "given": {"persona", "way", "before_camera", "moment", "settings", "terminal_settings", "switches", "pin", "paired", "installed", "visits"},
    "inject": {"fault", "with", "after_ms", "for_ms"},
    "expect": {"code", "detail", "cause", "who", "next", "kiosk", "beside"},
    "expect.kiosk": {"screen", "params", "offers"},
    "recover": {"by", "remedy", "within_s", "steps_by_hand", "notice_stays"},
}
NEEDED = {"id", "row", "title", "expect"}


GROUPS = "card|reader|camera|person|link|network|national|account|settings|program|output|pc|library|terminal"


def faults():
    """The ids that the sources of sim/faults list; their parameters are checked when a scenario is loaded."""
    return {one for source in (ROOT / "sim/faults").glob("*_faults.cpp")
            for one, _ in re.findall(rf'\{{"([a-z_]+)",\s*"({GROUPS})"', source.read_text())}


def named(folder, kind):
    """Id -> what stands there."""
    return {one["id"]: one for file in sorted((ROOT / "catalogue" / folder).glob("*.yaml")) for one in yaml.safe_load(file.read_text())[kind]}


def all_entries():
    return [one for file in sorted((ROOT / "catalogue/entries").glob("*.yaml")) for one in yaml.safe_load(file.read_text())["entries"]]


def unknown_fields(scenario, problems, name):
    parts = {"": scenario, "title": scenario.get("title"), "given": scenario.get("given"), "expect": scenario.get("expect"),
             "expect.kiosk": (scenario.get("expect") or {}).get("kiosk"), "recover": scenario.get("recover")}
    for part, value in parts.items():
        extra = set(value or {}) - FIELDS[part]
        if extra:
            problems.append(f"{name}: {part or 'top'}: unknown fields {sorted(extra)}")
    if NEEDED - set(scenario):
        problems.append(f"{name}: missing {sorted(NEEDED - set(scenario))}")


def check(problems):
    known = faults()
    entries, causes, remedies = all_entries(), named("causes", "causes"), named("remedies", "remedies")
    for file in sorted((ROOT / "scenarios").glob("*.yaml")):
        name = f"scenarios/{file.name}"
        scenario = yaml.safe_load(file.read_text())
        unknown_fields(scenario, problems, name)
        if scenario.get("id") != file.stem:
            problems.append(f"{name}: the id is {scenario.get('id')}")
        for injection in scenario.get("inject") or []:
            if set(injection) - FIELDS["inject"]:
                problems.append(f"{name}: inject: unknown fields {sorted(set(injection) - FIELDS['inject'])}")
            if injection.get("fault") not in known:
                problems.append(f"{name}: there is no fault {injection.get('fault')} in sim/faults")
        expect, recover = scenario.get("expect") or {}, scenario.get("recover") or {}
        of_row = {(str(one["code"]), one.get("detail", "")) for one in entries if one["row"] == scenario.get("row")}
        if not of_row:
            problems.append(f"{name}: the catalogue has no row {scenario.get('row')}")
        elif (str(expect.get("code")), expect.get("detail", "")) not in of_row:
            problems.append(f"{name}: {scenario['row']} is {sorted(of_row)}")
        if expect.get("cause") not in causes and not (scenario.get("ask") and not expect.get("cause")):
            problems.append(f"{name}: the catalogue has no cause {expect.get('cause')}")
        if recover.get("remedy") and recover["remedy"] not in remedies:
            problems.append(f"{name}: the catalogue has no remedy {recover['remedy']}")
