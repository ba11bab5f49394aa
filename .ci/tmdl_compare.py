#!/usr/bin/env python3
"""Compares what Microsoft's reader understands of TMDL `definition` folders with what pbiforge understands.

usage: .ci/tmdl_compare.py PBIFORGE FOLDER...

Each model is exported as JSON by both, `pbiforge bim` and the reader of .ci/tmdl_reader.py, and the two are compared
value by value; the order of keys does not count, that of lists does. One line a model: `equal`, `refused` where the
reader does not load it, or what differs. Exit code: 0 all that were read are equal, 1 one differs, 3 the reader could
not be started, 64 wrong usage.
"""

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tmdl_reader import NotStarted, Reader, definition, executable, one_line

SHOWN = 5


def theirs(reader, folder):
    """The reader's export, the seconds it took to load, or None and what it said."""
    begin = time.monotonic()
    worked, said = reader.tool("connection_operations", operation="ConnectFolder", folderPath=str(folder))
    seconds = time.monotonic() - begin
    if not worked:
        return None, said
    with tempfile.TemporaryDirectory() as scratch:
        bim = Path(scratch) / "model.bim"
        worked, said = reader.tool("database_operations", operation="ExportToBimFile", bimFilePath=str(bim))
        model = json.loads(bim.read_text(encoding="utf-8-sig")) if worked else None
    reader.tool("connection_operations", operation="Disconnect")
    return model, seconds if worked else said


def ours(program, folder):
    done = subprocess.run([program, "bim", str(folder)], capture_output=True, check=True)
    return json.loads(done.stdout.splitlines()[0])


def differences(ours, theirs, path=""):
    """Paths of what is not the same, with both values."""
    if isinstance(ours, dict) and isinstance(theirs, dict):
        for key in sorted(ours.keys() | theirs.keys()):
            if key not in ours or key not in theirs:
                if key in ours or theirs[key] is not None:
                    yield f"{path}.{key}", ours.get(key), theirs.get(key)
            else:
                yield from differences(ours[key], theirs[key], f"{path}.{key}")
    elif isinstance(ours, list) and isinstance(theirs, list) and len(ours) == len(theirs):
        for at, (one, other) in enumerate(zip(ours, theirs)):
            yield from differences(one, other, f"{path}[{at}]")
    elif ours != theirs:
        yield path, ours, theirs


def main(arguments):
    if len(arguments) < 2:
        print(__doc__, file=sys.stderr)
        return 64
    program, *folders = arguments
    equal = refused = different = 0
    try:
        with Reader(executable()) as reader:
            for folder in folders:
                model, said = theirs(reader, definition(folder) or folder)
                if model is None:
                    refused += 1
                    print(f"{folder}: refused: {one_line(said)}")
                    continue
                found = list(differences(ours(program, definition(folder) or folder), model))
                equal += not found
                different += bool(found)
                print(f"{folder}: {f'{len(found)} differences' if found else 'equal'} ({said:.2f} s to load)", flush=True)
                for path, one, other in found[:SHOWN]:
                    print(f"    {path}: {shorten(one)} is {shorten(other)} there")
    except NotStarted as trouble:
        print(f"the TMDL reader could not be used: {trouble}", file=sys.stderr)
        return 3
    print(f"{equal} equal, {different} different, {refused} refused by the reader")
    return 1 if different else 0


def shorten(value):
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 120 else f"{text[:117]}..."


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
