#!/usr/bin/env python3
"""Writes and signs the list of a release's piece: release.py TREE PIECE VERSION KEYNAME=KEY.pem …

TREE holds the files of one package as they lie in the folder of a version (bin/, share/omote/). The list goes to
TREE/share/omote/release/PIECE.json, one line for each key to PIECE.json.sig. Format: docs/update.md.
"""
import base64
import datetime
import hashlib
import json
import os
import pathlib
import subprocess
import sys

DAYS = 730  # in which it may be installed


def main():
    tree, piece, version, *keys = sys.argv[1:]
    tree = pathlib.Path(tree)
    lists = tree / "share/omote/release"
    lists.mkdir(parents=True, exist_ok=True)
    machine = {"x86_64": "amd64", "aarch64": "arm64"}.get(os.uname().machine, os.uname().machine)
    # A package that is built again at another hour is the same.
    now = datetime.datetime.fromtimestamp(int(os.environ.get("SOURCE_DATE_EPOCH", datetime.datetime.now().timestamp())), datetime.timezone.utc)
    files = []
    for path in sorted(tree.rglob("*")):
        if not path.is_file() or path.is_symlink() or lists in path.parents:
            continue
        data = path.read_bytes()
        files.append({"path": str(path.relative_to(tree)), "size": len(data), "sha256": hashlib.sha256(data).hexdigest(),
                      "program": os.access(path, os.X_OK)})
    listing = {"format": 1, "product": "omote", "system": f"debian12-{machine}", "piece": piece, "version": version,
               "released": str(now.date()), "until": str(now.date() + datetime.timedelta(days=DAYS)), "files": files}
    file = lists / f"{piece}.json"
    file.write_text(json.dumps(listing, indent=1) + "\n")
    lines = []
    for name, _, key in (entry.partition("=") for entry in keys):
        made = subprocess.run(["openssl", "pkeyutl", "-sign", "-rawin", "-inkey", key, "-in", file], check=True, capture_output=True)
        lines.append(f"{name} {base64.b64encode(made.stdout).decode()}\n")
    pathlib.Path(f"{file}.sig").write_text("".join(lines))


if __name__ == "__main__":
    main()
