"""One command of `ledger`, broken at every call that it makes once it asks for the lock of the book.

The command runs, in this process, up to its lock. There it is held, and for each fault a child goes on with
it under strace in a folder that is as it was: the start of Python and the reading of the book are done once.
What is left behind is verified by further commands, once for each different thing that is left.

Run with a JSON object: `template` and `work` (folders), `command`, `next` and `next_typist`, `entry` (the
file that is to change), `brought` (new files), `faults`, `all` (of them at
each point; else in turn), `git` (whether git is broken, which it starts).
"""

import ctypes
import hashlib
import importlib
import json
import os
import pkgutil
import re
import shutil
import signal
import subprocess
import sys
import traceback
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple, NoReturn

import cleanledger
from tests.faults.inject import CALLS, Point

LOCK = "cleanledger.lock"
_LINE = re.compile(r"(?:\[pid +\d+\] |\d+ +)?(?P<call>\w+)\(")
_TEMPORARY = re.compile(rb"\.[0-9]+-[0-9a-f]{8}")
_SUBREAPER = 36
# Calls by which a program changes what is on the disk: where git is broken, these are looked at.
_CHANGING = (
    *("write", "pwrite64", "fsync", "rename", "renameat2", "link", "linkat", "unlink", "unlinkat", "mkdir"),
)
_WRAPPER = """#!/bin/sh
here={scratch}
number=$(($(cat $here/counter) + 1))
echo $number > $here/counter
[ $number = $(cat $here/broken) ] || exec {program} "$@"
exec strace -o $here/trace $(cat $here/watching) -- {program} "$@"
"""


class Case(NamedTuple):
    """What is broken: a call of ours, or of the `program`-th git that we start."""

    fault: str
    point: Point
    program: int = 0

    def __str__(self) -> str:
        whose = f" of git {self.program}" if self.program else ""
        return f"{self.fault} at {self.point.call} {self.point.number}{whose}"


class Left(NamedTuple):
    """How a run ended: its code, what it said, the calls that were watched, and whether the fault struck."""

    code: int
    said: str
    calls: tuple[str, ...]
    struck: bool


@dataclass
class Sweep:
    """What is asked for, and what has been found."""

    asked: Mapping[str, Any]
    runs: int = 0
    missed: list[str] = field(default_factory=list)
    violations: list[str] = field(default_factory=list)
    points: list[Point] = field(default_factory=list)
    ends: Counter[int] = field(default_factory=Counter)
    old: dict[str, bytes | None] = field(default_factory=dict)
    new: dict[str, bytes | None] = field(default_factory=dict)
    known: dict[str, list[str]] = field(default_factory=dict)

    @property
    def work(self) -> Path:
        return Path(self.asked["work"])

    @property
    def scratch(self) -> Path:
        return self.work.parent

    # --- one run -----------------------------------------------------------------------------

    def restore(self) -> None:
        """The folder as it was before the command. The folder itself stays: processes stand in it."""
        for path in self.work.iterdir():
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink()
        shutil.copytree(self.asked["template"], self.work, dirs_exist_ok=True, symlinks=True)

    def go_on(self, case: Case | None, program: int = 0) -> Left | None:
        """Forks; the child gets None and goes on with the command, the parent gets what became of it."""
        self.restore()
        for name in ("trace", "out", "err"):
            (self.scratch / name).unlink(missing_ok=True)
        (self.scratch / "counter").write_text("0")
        program = case.program if case else program
        child = os.fork()
        if child == 0:
            self._be_broken(case, program)
            return None
        watcher = None
        if not self.asked["git"]:
            os.waitpid(child, os.WUNTRACED)
            words = ["strace", "-o", str(self.scratch / "trace"), *_watching(case), "-p", str(child)]
            watcher = subprocess.Popen(words, stderr=subprocess.PIPE)
            assert watcher.stderr
            assert b"attached" in watcher.stderr.readline()
            os.kill(child, signal.SIGCONT)
        _pid, status = os.waitpid(child, 0)
        if watcher:
            watcher.communicate()
        _wait_for_orphans()
        trace = self.scratch / "trace"
        lines = trace.read_text(encoding="utf-8", errors="replace").splitlines() if trace.exists() else []
        sign = f"killed by {case.fault}" if case and case.fault.startswith("SIG") else "(INJECTED)"
        return Left(
            code=os.waitstatus_to_exitcode(status),
            said=(self.scratch / "err").read_text(encoding="utf-8", errors="replace"),
            calls=tuple(found["call"] for line in lines if (found := _LINE.match(line))),
            struck=any(sign in line for line in lines),
        )

    def _be_broken(self, case: Case | None, program: int) -> None:
        for number, name in ((1, "out"), (2, "err")):
            opened = os.open(self.scratch / name, os.O_WRONLY | os.O_CREAT, 0o600)
            os.dup2(opened, number)
            os.close(opened)
        if self.asked["git"]:
            (self.scratch / "broken").write_text(str(program))
            (self.scratch / "watching").write_text(" ".join(_watching(case)))
        else:
            os.kill(os.getpid(), signal.SIGSTOP)

    # --- all runs ----------------------------------------------------------------------------

    def run(self) -> bool:
        """Every run; True in a child that is to go on with the command."""
        whole = self.go_on(None)
        if whole is None:
            return True
        assert whole.code == 0, whole.said
        self.new = self.contents()
        self.restore()
        self.old = self.contents()
        cases = self._cases_in_git() if self.asked["git"] else self._cases(whole)
        if cases is None:
            return True
        for case in cases:
            left = self.go_on(case)
            if left is None:
                return True
            self.runs += 1
            self.ends[left.code] += 1
            if not left.struck:
                self.missed.append(str(case))
            self.violations += [f"{case}: {wrong}" for wrong in self.wrong_with(left)]
        return False

    def _cases(self, whole: Left) -> list[Case] | None:
        self.points = _points(whole.calls)
        faults = self.asked["faults"]
        if not self.asked["all"]:
            return [Case(faults[place % len(faults)], point) for place, point in enumerate(self.points)]
        return [Case(fault, point) for fault in faults for point in self.points]

    def _cases_in_git(self) -> list[Case] | None:
        """The calls of each git by which it changes the disk; each is met by one fault, in turn."""
        programs = int((self.scratch / "counter").read_text())
        found = []
        for program in range(1, programs + 1):
            watched = self.go_on(None, program)
            if watched is None:
                return None
            points = [point for point in _points(watched.calls) if point.call in _CHANGING]
            found += [(point, program) for point in points]
        self.points = [point for point, _program in found]
        faults = self.asked["faults"]
        return [
            Case(faults[(number + program) % len(faults)], point, program)
            for number, (point, program) in enumerate(found)
        ]

    # --- what is left ------------------------------------------------------------------------

    def contents(self) -> dict[str, bytes | None]:
        """The files that the command is about."""
        files = {name: self.work / name for name in (self.asked["entry"], *self.asked["brought"])}
        return {name: path.read_bytes() if path.exists() else None for name, path in files.items()}

    def wrong_with(self, left: Left) -> list[str]:
        """What is wrong with how a run ended and what it left."""
        wrong = []
        if left.code not in {0, 3, -signal.SIGKILL}:
            wrong.append(f"exit {left.code}: {left.said}")
        if "Traceback" in left.said or "fault of the program" in left.said:
            wrong.append(left.said)
        found = self.contents()
        wrong += [f"{name} is torn" for name in found if found[name] not in (self.old[name], self.new[name])]
        if left.code == 0 and (found != self.new or self._git("status", "--porcelain", "-uno")):
            wrong.append("exit 0, but it is not done")
        state = self._state()
        if state not in self.known:
            self.known[state] = self._wrong_afterwards()
        return [*wrong, *self.known[state]]

    def _state(self) -> str:
        """What is left, with names that are made up anew each time evened out."""
        digest = hashlib.sha256()
        book = self.work / "ledgers"
        parts = [self._git("rev-parse", "HEAD"), self._git("ls-files", "-s")]
        parts += sorted(path.name.encode() for path in (self.work / ".git").rglob("*.lock"))
        for path in sorted(book.rglob("*"), key=lambda path: _TEMPORARY.sub(b"", os.fsencode(path))):
            if path.is_file():
                name = os.fsencode(path.relative_to(book))
                parts.append(_TEMPORARY.sub(b"", name) + b"\0" + _TEMPORARY.sub(b"", path.read_bytes()))
        for part in parts:
            digest.update(len(part).to_bytes(8, "big") + part)
        return digest.hexdigest()

    def _wrong_afterwards(self) -> list[str]:
        """What is wrong once the next command has run: it works, and it found all of the set or none."""
        wrong = []
        fsck = subprocess.run(
            ["git", "fsck", "--strict", "--no-dangling"], cwd=self.work, capture_output=True, check=False
        )
        if fsck.returncode:
            wrong.append(f"git fsck: {fsck.stderr.decode()}")
        if self.asked["git"]:
            # A git that was killed leaves its locks; the message names them.
            for path in (self.work / ".git").rglob("*.lock"):
                if path.name != LOCK:
                    path.unlink()
        code, said = _in_child(self.asked["next"], self.asked["next_typist"])
        if code:
            wrong.append(f"the next command: exit {code}: {said}")
        if self.contents() not in (self.old, self.new):
            wrong.append("some files are old, some are new")
        left = [path.name for path in (self.work / "ledgers").rglob(".~journal*")]
        if left:
            wrong.append(f"left over: {left}")
        code, said = _in_child(["check", "--select", "LG0", "--select", "LG1"])
        if code:
            wrong.append(f"check: exit {code}: {said}")
        return wrong

    def _git(self, *arguments: str) -> bytes:
        done = subprocess.run(
            [_program(), *arguments], cwd=self.work, capture_output=True, check=False, env=_PLAIN
        )
        return done.stdout + done.stderr


def _program() -> str:
    found = shutil.which("git", path=_PLAIN["PATH"])
    assert found
    return found


_PLAIN = dict(os.environ)


def _watching(case: Case | None) -> list[str]:
    words = ["-s", "0", "-e", "trace=" + ",".join(f"?{call}" for call in CALLS)]
    if case is None:
        return words
    what = "signal" if case.fault.startswith("SIG") else "error"
    return [*words, "-e", f"inject={case.point.call}:{what}={case.fault}:when={case.point.number}"]


def _points(calls: Sequence[str]) -> list[Point]:
    times: Counter[str] = Counter()
    points = []
    for call in calls:
        times[call] += 1
        points.append(Point(call, times[call]))
    return points


def _wait_for_orphans() -> None:
    """What the command had started when it was killed ends too: this process inherits it."""
    while True:
        try:
            os.wait()
        except ChildProcessError:
            return


def _in_child(arguments: Sequence[str], typist: str = "") -> tuple[int, str]:
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.dup2(writing, 1)
        os.dup2(writing, 2)
        if typist:
            os.environ |= {"GIT_AUTHOR_EMAIL": typist, "GIT_COMMITTER_EMAIL": typist}
        _end(arguments)
    os.close(writing)
    with os.fdopen(reading, "rb") as file:
        said = file.read().decode("utf-8", "replace")
    _pid, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status), said


def _end(arguments: Sequence[str]) -> NoReturn:
    code = 1
    try:
        code = _command(arguments)
        sys.stdout.flush()
    except BaseException:  # noqa: BLE001 - shown as the interpreter shows it
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(code)


def _command(arguments: Sequence[str]) -> int:
    from cleanledger.__main__ import main

    sys.argv = ["ledger", *arguments]
    try:
        main()
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else 1
    return 0


def main() -> None:
    asked = json.loads(sys.argv[1])
    sweep = Sweep(asked)
    for module in pkgutil.walk_packages(cleanledger.__path__, "cleanledger."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    ctypes.CDLL(None).prctl(_SUBREAPER, 1, 0, 0, 0)
    sweep.restore()
    os.chdir(sweep.work)
    if asked["git"]:
        folder = sweep.scratch / "bin"
        folder.mkdir()
        (folder / "git").write_text(_WRAPPER.format(program=_program(), scratch=sweep.scratch))
        (folder / "git").chmod(0o755)
        for name in ("counter", "broken"):
            (sweep.scratch / name).write_text("0")
        os.environ["PATH"] = f"{folder}{os.pathsep}{os.environ['PATH']}"
    held = False

    def hold(event: str, arguments: tuple[Any, ...]) -> None:
        nonlocal held
        if event != "open" or held or not str(arguments[0]).endswith(LOCK):
            return
        held = True
        if not sweep.run():
            answer = {
                "points": Counter(point.call for point in sweep.points),
                "runs": sweep.runs,
                "missed": sweep.missed,
                "violations": sweep.violations,
                "states": len(sweep.known),
                "ends": sweep.ends,
            }
            os.write(1, json.dumps(answer).encode())
            os._exit(0)

    sys.addaudithook(hold)
    _end(asked["command"])


if __name__ == "__main__":
    main()
