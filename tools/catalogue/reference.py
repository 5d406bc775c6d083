#!/usr/bin/python3
"""Writes the reference of errors and situations, docs/errors: an index and one page for each language, from catalogue/.

    tools/catalogue/reference.py            writes the pages
    tools/catalogue/reference.py --check    says which page is not as the catalogue has it (exit 1)"""
import pathlib
import sys

import yaml

ROOT = pathlib.Path(__file__).resolve().parents[2]
CATALOGUE = ROOT / "catalogue"
TARGET = ROOT / "docs" / "errors"
NOTE = "<!-- Written by tools/catalogue/reference.py (./dev docs); not to be edited. -->\n"
WORDS = {
    "ja": {
        "title": "エラーと状況の一覧",
        "about": "画面に出る番号、または行の名前から引けます。同じ内容は `omote explain 番号` と、受付の画面の検索でも見られます。",
        "E": "エラー番号のあるもの", "Q": "番号のない状況", "O": "Omote の番号（OMT）",
        "who": "対応する人", "phase": "いつ", "severity": "影響", "aliases": "ほかの書き方",
        "patient": "患者さんへ", "staff": "係の方へ", "say": "お声がけの例", "vendor": "業者の方へ",
        "causes": "考えられる原因", "likely": "割合", "cause": "原因", "remedies": "直し方", "remedies_all": "直し方の手順",
        "who.patient": "患者さん", "who.staff": "受付の係の方", "who.network": "院内のネットワークの業者", "who.vendor": "機器やソフトの業者",
        "who.national": "国のシステム", "who.insurer": "加入先の健康保険", "who.municipality": "市区町村",
        "phase.": "いつでも", "phase.start": "起動するとき", "phase.idle": "待っているとき", "phase.card": "カードを読むとき",
        "phase.card_face": "カードの面を読むとき", "phase.before": "本人確認が終わるまで", "phase.after": "本人確認のあと", "phase.output": "結果を書くとき",
        "severity.blocks": "受付ができません", "severity.visit": "その方の受付だけ", "severity.warns": "受付はできます", "question": "お問い合わせ（故障ではありません）",
        "kind.automatic": "自動", "kind.consent": "ボタン1つ", "kind.hand": "手で",
        "seconds": "約{}秒", "minutes": "約{}分", "waits": "（{}秒待ちます）", "colon": "：",
    },
    "en": {
        "title": "Errors and situations",
        "about": "Look up the code on the screen, or the row. `omote explain CODE` and the search on the reception screen show the same.",
        "E": "Errors with a code", "Q": "Situations without a code", "O": "Codes of Omote's own (OMT)",
        "who": "Who can act", "phase": "When", "severity": "Effect", "aliases": "Other spellings",
        "patient": "For the patient", "staff": "For the staff", "say": "What to say", "vendor": "For the vendor",
        "causes": "Causes", "likely": "Share", "cause": "Cause", "remedies": "Remedies", "remedies_all": "Remedies, step by step",
        "who.patient": "patient", "who.staff": "staff", "who.network": "the clinic's network", "who.vendor": "vendor",
        "who.national": "national system", "who.insurer": "health insurer", "who.municipality": "city office",
        "phase.": "at any time", "phase.start": "at the start", "phase.idle": "while idle", "phase.card": "while the card is read",
        "phase.card_face": "while the card's front is read", "phase.before": "before the identification", "phase.after": "after the identification",
        "phase.output": "when the result is written",
        "severity.blocks": "nobody can be checked in", "severity.visit": "this visit only", "severity.warns": "check-in works", "question": "a question (nothing is wrong)",
        "kind.automatic": "by itself", "kind.consent": "one touch", "kind.hand": "by hand",
        "seconds": "about {} s", "minutes": "about {} min", "waits": " ({} s must pass)", "colon": ": ",
    },
}


def rows_of(folder):
    files = sorted((CATALOGUE / folder).glob("*.yaml"))
    return [row for file in files for row in yaml.safe_load(file.read_text())[folder]]


def group_of(entry):
    return entry["row"][0]


def anchor(entry):
    detail = entry.get("detail", "")
    return (entry["row"] + ("-" + detail if entry["row"] == "E38" else "")).lower()


def code_of(entry):
    return " ".join(filter(None, [entry["code"], entry.get("detail", "")])) if entry["code"] != entry["row"] else ""


def heading_of(entry, language):
    return "　".join(filter(None, [entry["row"], code_of(entry), entry["heading"][language]])) if language == "ja" \
        else " · ".join(filter(None, [entry["row"], code_of(entry), entry["heading"][language]]))


def cost_of(remedy, words):
    seconds = remedy["cost_s"]
    return words["minutes"].format(round(seconds / 60)) if seconds >= 120 else words["seconds"].format(round(seconds))


def entry_lines(entry, causes, remedies, language):
    words = WORDS[language]
    colon = words["colon"]
    effect = words["question"] if entry.get("kind") == "question" else words["severity." + entry["severity"]]
    yield f'<a id="{anchor(entry)}"></a>\n'
    yield f"### {heading_of(entry, language)}\n"
    facts = [words["who"] + colon + words["who." + entry["who"]], words["phase"] + colon + words["phase." + entry.get("phase", "")],
             words["severity"] + colon + effect]
    if entry.get("aliases"):
        facts.append(words["aliases"] + colon + ", ".join(f"`{alias}`" for alias in entry["aliases"]))
    yield " / ".join(facts) + "\n"
    for reader in ("patient", "staff", "say", "vendor"):
        yield f"* **{words[reader]}**{colon}{entry[reader][language]}"
    yield ""
    if entry["causes"]:
        yield f"| {words['likely']} | {words['causes']} | {words['remedies']} |"
        yield "|--:|---|---|"
    for one in entry["causes"]:
        cause = causes[one["id"]]
        cures = "<br>".join(f"[{remedies[id]['title'][language]}](#{id})" for id in cause["remedies"])
        yield f"| {round(one['prior'] * 100)} % | **{cause['title'][language]}**<br>{cause['explain'][language]} | {cures} |"
    yield ""


def remedy_lines(remedy, language):
    words = WORDS[language]
    yield f'<a id="{remedy["id"]}"></a>\n'
    yield f"**{remedy['title'][language]}** ({words['kind.' + remedy['kind']]}, {cost_of(remedy, words)})\n"
    for number, step in enumerate(remedy["steps"], 1):
        wait = words["waits"].format(step["wait_s"]) if step.get("wait_s") else ""
        yield f"{number}. {step['say'][language]}{wait}"
    yield ""


def page(language, entries, causes, remedies):
    words = WORDS[language]
    lines = [NOTE, f"# {words['title']}\n", words["about"] + "\n"]
    for group in "EQO":
        lines.append(f"## {words[group]}\n")
        for entry in filter(lambda entry: group_of(entry) == group, entries):
            lines += entry_lines(entry, causes, remedies, language)
    lines.append(f"## {words['remedies_all']}\n")
    for remedy in remedies.values():
        lines += remedy_lines(remedy, language)
    return "\n".join(lines).rstrip("\n") + "\n"


def index(entries):
    lines = [NOTE, f"# {WORDS['ja']['title']} / {WORDS['en']['title']}\n",
             f"{WORDS['ja']['about']} [日本語](ja.md)\n", f"{WORDS['en']['about']} [English](en.md)\n"]
    for group in "EQO":
        lines += [f"## {WORDS['ja'][group]} / {WORDS['en'][group]}\n", "| | | 日本語 | English |", "|---|---|---|---|"]
        for entry in filter(lambda entry: group_of(entry) == group, entries):
            lines.append(f"| {entry['row']} | {code_of(entry)} | [{entry['heading']['ja']}](ja.md#{anchor(entry)}) "
                         f"| [{entry['heading']['en']}](en.md#{anchor(entry)}) |")
        lines.append("")
    return "\n".join(lines).rstrip("\n") + "\n"


def pages():
    entries = sorted(rows_of("entries"), key=lambda entry: ("EQO".index(group_of(entry)), entry["row"]))
    causes = {cause["id"]: cause for cause in rows_of("causes")}
    remedies = {remedy["id"]: remedy for remedy in sorted(rows_of("remedies"), key=lambda remedy: remedy["id"])}
    return {"README.md": index(entries), **{f"{language}.md": page(language, entries, causes, remedies) for language in WORDS}}


def main():
    made = pages()
    if sys.argv[1:] == ["--check"]:
        stale = [name for name, text in made.items() if not (TARGET / name).exists() or (TARGET / name).read_text() != text]
        for name in stale:
            print(f"docs/errors/{name}: not as the catalogue has it; run ./dev docs")
        return 1 if stale else 0
    TARGET.mkdir(parents=True, exist_ok=True)
    for name, text in made.items():
        (TARGET / name).write_text(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
