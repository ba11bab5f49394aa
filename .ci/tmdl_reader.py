#!/usr/bin/env python3
"""Loads TMDL `definition` folders with Microsoft's own reader and says what it says.

usage: .ci/tmdl_reader.py FOLDER...

The reader is the server of the npm package @microsoft/powerbi-modeling-mcp (its licence allows testing with it, not
passing it on, so it is fetched here and never shipped). It resolves structure, not DAX and not M.

One line a model: `ok: 14 tables, 52 measures, …` or the reader's message. Exit code: 0 all were read, 1 one was
refused, 3 the reader could not be started, 64 wrong usage.
"""

import json
import os
import platform
import selectors
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

VERSION = "0.5.0-beta.13"
CHIPS = {"x86_64": "x64", "amd64": "x64", "aarch64": "arm64", "arm64": "arm64"}
INSTALL_SECONDS = 300
ANSWER_SECONDS = 120
TRIES = 3


class NotStarted(Exception):
    """The reader itself is the trouble, not a model."""


def executable():
    """The server's path; installs it into the cache when it is not there yet."""
    chip = CHIPS.get(platform.machine().lower())
    if sys.platform != "linux" or chip is None:
        raise NotStarted(f"the reader is not packaged for {sys.platform} on {platform.machine()} by this script")
    # One package a platform; the main package is only a launcher for them, in Node.
    package = f"@microsoft/powerbi-modeling-mcp-linux-{chip}"
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "pbiforge" / "npm"
    home = cache / f"powerbi-modeling-mcp-{VERSION}-{chip}"
    program = home / "node_modules" / package / "dist" / "powerbi-modeling-mcp"
    if not program.is_file():
        install(package, cache, home)
    if not program.is_file():
        raise NotStarted(f"{package} {VERSION} has no {program.relative_to(home)}")
    program.chmod(program.stat().st_mode | 0o111)
    return program


def install(package, cache, home):
    """Installs beside its place and moves it there, so that a killed install leaves nothing half."""
    npm = shutil.which("npm")
    if npm is None:
        raise NotStarted("npm is not installed")
    cache.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=cache) as beside:
        options = ["--no-audit", "--no-fund", "--ignore-scripts", "--no-package-lock", "--loglevel=error"]
        command = [npm, "install", "--prefix", beside, *options, f"{package}@{VERSION}"]
        for left in reversed(range(TRIES)):
            try:
                done = subprocess.run(command, capture_output=True, text=True, timeout=INSTALL_SECONDS)
            except subprocess.TimeoutExpired:
                raise NotStarted(f"npm did not install {package} in {INSTALL_SECONDS} s") from None
            if done.returncode == 0:
                break
            if left == 0:
                raise NotStarted(f"npm could not install {package}: {done.stderr.strip()}")
            time.sleep(5)
        if not home.exists():
            os.rename(beside, home)
            os.mkdir(beside)


class Reader:
    """The server, spoken to in JSON-RPC, a line a message."""

    def __init__(self, program):
        environment = dict(os.environ)
        # Without libicu .NET stops at its first word unless told that no culture's rules are wanted.
        environment["DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"] = "1"
        environment["DOTNET_SYSTEM_GLOBALIZATION_PREDEFINED_CULTURES_ONLY"] = "false"
        self.log = tempfile.TemporaryFile()
        try:
            self.process = subprocess.Popen(
                [str(program), "--start", "--skipconfirmation"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self.log,
                env=environment,
            )
        except OSError as error:
            raise NotStarted(f"{program}: {error.strerror}") from error
        self.selector = selectors.DefaultSelector()
        self.selector.register(self.process.stdout, selectors.EVENT_READ)
        self.pending = b""
        self.asked = 0

    def __enter__(self):
        try:
            client = {"name": "pbiforge-ci", "version": "1"}
            self.ask("initialize", {"protocolVersion": "2024-11-05", "capabilities": {}, "clientInfo": client})
            self.send({"method": "notifications/initialized"})
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        try:
            self.process.stdin.close()
        except OSError:
            pass
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.selector.close()
        self.process.stdout.close()
        self.log.close()

    def send(self, message):
        line = json.dumps({"jsonrpc": "2.0", **message}) + "\n"
        try:
            self.process.stdin.write(line.encode())
            self.process.stdin.flush()
        except OSError:
            raise NotStarted(f"the reader ended: {self.last_words()}") from None

    def ask(self, method, parameters):
        self.asked += 1
        self.send({"id": self.asked, "method": method, "params": parameters})
        end = time.monotonic() + ANSWER_SECONDS
        while True:
            answer = self.message(end, method)
            if answer.get("id") != self.asked:
                continue
            if "error" in answer:
                raise NotStarted(f"the reader refused {method}: {answer['error'].get('message')}")
            return answer["result"]

    def message(self, end, method):
        while b"\n" not in self.pending:
            if not self.selector.select(max(0, end - time.monotonic())):
                raise NotStarted(f"the reader did not answer {method} in {ANSWER_SECONDS} s: {self.last_words()}")
            read = os.read(self.process.stdout.fileno(), 1 << 16)
            if not read:
                raise NotStarted(f"the reader ended: {self.last_words()}")
            self.pending += read
        line, self.pending = self.pending.split(b"\n", 1)
        try:
            message = json.loads(line)
        except ValueError:
            return {}
        return message if isinstance(message, dict) else {}

    def last_words(self):
        self.log.seek(0)
        return b" ".join(self.log.read().split())[-600:].decode(errors="replace") or "it said nothing"

    def tool(self, name, **request):
        """Did it work, and what it said."""
        result = self.ask("tools/call", {"name": name, "arguments": {"request": request}})
        text = "\n".join(part.get("text", "") for part in result.get("content", []))
        try:
            text = json.loads(text)["message"]
        except (ValueError, KeyError, TypeError):
            pass
        return result.get("isError") is False, text

    def read(self, folder):
        """Did the model load, and one line about it."""
        worked, said = self.tool("connection_operations", operation="ConnectFolder", folderPath=str(folder))
        if not worked:
            return False, one_line(said)
        with tempfile.TemporaryDirectory() as scratch:
            bim = Path(scratch) / "model.bim"
            worked, said = self.tool("database_operations", operation="ExportToBimFile", bimFilePath=str(bim))
            if not worked:
                return False, f"read, but not written as JSON: {one_line(said)}"
            model = json.loads(bim.read_text(encoding="utf-8-sig")).get("model", {})
        self.tool("connection_operations", operation="Disconnect")
        return True, summary(model)


def one_line(text):
    return " ".join(text.split())


def summary(model):
    tables = model.get("tables", [])
    counts = {
        "tables": len(tables),
        "columns": sum(len(table.get("columns", [])) for table in tables),
        "measures": sum(len(table.get("measures", [])) for table in tables),
        "hierarchies": sum(len(table.get("hierarchies", [])) for table in tables),
        "relationships": len(model.get("relationships", [])),
        "roles": len(model.get("roles", [])),
        "expressions": len(model.get("expressions", [])),
    }
    return ", ".join(f"{count} {what}" for what, count in counts.items())


def definition(folder):
    """The folder that holds `model.tmdl`, itself or its `definition`; None where there is none."""
    folder = Path(folder).resolve()
    return next((place for place in (folder, folder / "definition") if (place / "model.tmdl").is_file()), None)


def main(folders):
    if not folders or any(folder.startswith("-") for folder in folders):
        print(__doc__, file=sys.stderr)
        return 64
    refused = 0
    try:
        program = executable()
        for folder in folders:
            place = definition(folder)
            if place is None:
                ok, said = False, "no model.tmdl in the folder or in its definition folder"
            else:
                # A server of its own for each model: none answers for another.
                with Reader(program) as reader:
                    ok, said = reader.read(place)
            refused += not ok
            print(f"{folder}: {'ok' if ok else 'refused'}: {said}", flush=True)
    except NotStarted as trouble:
        print(f"the TMDL reader could not be used: {trouble}", file=sys.stderr)
        return 3
    return 1 if refused else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
