#!/usr/bin/env python3
"""Writes a man page from what a program says of itself: man.py PROGRAM SECTION VERSION [TEXT] > PAGE

All commands below it are asked for their --help, too. TEXT is a file of roff with further sections (FILES, EXIT STATUS …).
"""
import pathlib
import re
import subprocess
import sys


def help_of(program, words):
    said = subprocess.run([program, *words, "--help"], capture_output=True, text=True, check=True).stdout
    return said.replace(program, pathlib.Path(program).name)


def roff(text):
    text = text.replace("\\", "\\e").replace("-", "\\-")
    return re.sub(r"^([.'])", r"\\&\1", text, flags=re.M)


def sections(text):
    """The description and the named blocks of a help text."""
    blocks, name = {"": []}, ""
    for line in text.splitlines():
        if re.match(r"^[A-Z][A-Za-z ]*:$", line):
            name = line[:-1]
            blocks[name] = []
        else:
            blocks[name].append(line)
    return blocks


def entries(lines):
    """(head, words) of lines like "  --port UINT [8601]    the console's port"."""
    found = []
    for line in lines:
        match = re.match(r"^  (\S.*?)(?:\s{2,}(\S.*))?$", line)
        if match:
            found.append([match[1], match[2] or ""])
        elif line.startswith("   ") and line.strip() and found:
            found[-1][1] = (found[-1][1] + " " + line.strip()).strip()
    return found


def options(lines):
    return "".join(f".TP\n.B {roff(head)}\n{roff(words or 'see above')}\n" for head, words in entries(lines) if not head.startswith("-h,"))


def commands(program, words, out):
    blocks = sections(help_of(program, words))
    for name, what in entries(blocks.get("Subcommands", [])):
        path = [*words, name]
        inside = sections(help_of(program, path))
        usage = [line for line in inside[""] if line.startswith("Usage:")]
        out.append(f".SS {roff(' '.join(path))}\n{roff(what)}\n.PP\n.B {roff(' '.join(usage).removeprefix('Usage: '))}\n")
        for block in ("Positionals", "Options"):
            out.append(options(inside.get(block, [])))
        foot = [line for line in inside.get("Subcommands", inside.get("Options", [])) if line and not line.startswith(" ")]
        out.append("".join(f".PP\n{roff(line)}\n" for line in foot))
        commands(program, path, out)


def main():
    program, section, version = sys.argv[1:4]
    name = pathlib.Path(program).name
    blocks = sections(help_of(program, []))
    what = next((line for line in blocks[""] if line and not line.startswith("Usage")), name)
    out = [f'.TH {name.upper()} {section} "" "Omote {version}" "Omote"\n.SH NAME\n{name} \\- {roff(what.rstrip("."))}\n']
    subcommands = "Subcommands" in blocks
    out.append(f".SH SYNOPSIS\n.B {name}\n" + ("[OPTIONS] COMMAND …\n" if subcommands else "[OPTIONS]\n"))
    out.append(".SH OPTIONS\n" + options(blocks.get("Options", [])))
    if subcommands:
        out.append(".SH COMMANDS\n")
        commands(program, [], out)
    if len(sys.argv) > 4:
        out.append(pathlib.Path(sys.argv[4]).read_text())
    sys.stdout.write("".join(out))


if __name__ == "__main__":
    main()
