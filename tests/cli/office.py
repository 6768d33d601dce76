"""A small office with a book in git, and its people at their desks, for tests of commands."""

import io
import os
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import NamedTuple

import pytest

from cleanledger import i18n
from cleanledger.cli.app import run

TODAY = "2024-06-01"
CLERK, UNIT_CLERK, HEAD, LEADER = "clerk@a.example", "unit@a.example", "head@a.example", "leader@a.example"


class Answer(NamedTuple):
    """What a command ended with and wrote."""

    code: int
    out: str
    err: str


class Office:
    """A book in its own repository; each command is typed by whom `email` says, on `today`."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        self.monkeypatch = monkeypatch
        self.language = "en"
        monkeypatch.chdir(folder)
        monkeypatch.setenv("LEDGER_TEST", "1")

    def __call__(self, *arguments: str, email: str | None = CLERK, today: str | None = TODAY) -> Answer:
        """Runs one command in this process; without an `email` git knows nobody."""
        for role in ("AUTHOR", "COMMITTER"):
            if email:
                self.monkeypatch.setenv(f"GIT_{role}_EMAIL", email)
            else:
                self.monkeypatch.delenv(f"GIT_{role}_EMAIL", raising=False)
        told = ("--today", today, *arguments) if today else arguments
        out, err = Stream(), Stream()
        with redirect_stdout(out), redirect_stderr(err):
            i18n.use(self.language)
            code = run(told)
        return Answer(code, out.getvalue(), err.getvalue())

    def ok(self, *arguments: str, email: str = CLERK, today: str | None = TODAY) -> str:
        """Runs one command that must succeed; gives what it wrote."""
        answer = self(*arguments, email=email, today=today)
        assert answer.code == 0, f"{arguments}: {answer}"
        return answer.out

    def refused(self, *arguments: str, email: str = CLERK, today: str | None = TODAY) -> str:
        """Runs one command that must be refused by the book or its rules; gives what it said."""
        before = self.tree()
        answer = self(*arguments, email=email, today=today)
        assert answer.code == 1, f"{arguments}: {answer}"
        assert self.tree() == before, "a refused command left something behind"
        return answer.err

    def tree(self) -> dict[str, bytes]:
        """Every file of the book."""
        files = sorted(path for path in (self.folder / "ledgers").rglob("*") if path.is_file())
        return {str(path.relative_to(self.folder)): path.read_bytes() for path in files}

    def text(self, entry_id: str) -> str:
        """The file of an entry."""
        ledger = entry_id.rpartition("-")[0]
        return (self.folder / "ledgers" / ledger / f"{entry_id}.yaml").read_text("utf-8")

    def git(self, *arguments: str) -> str:
        """What git says of the repository."""
        done = subprocess.run(
            ["git", *arguments], cwd=self.folder, capture_output=True, check=True, text=True
        )
        return done.stdout


class Stream(io.StringIO):
    """A pipe: nobody looks, nobody answers."""

    encoding = "utf-8"

    def isatty(self) -> bool:
        return False


def new_office(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    """An office with three units, four people, a task ledger and a rectification ledger."""
    office = Office(folder, monkeypatch)
    office.ok(
        "init",
        "--unit",
        "JGDW 机关党委",
        "--as",
        "jgdw-clerk",
        "--email",
        CLERK,
        "--name",
        "台账",
        today=None,
    )
    office.ok("unit", "add", "GDBH", "耕地保护处", "--under", "JGDW", "--alias", "耕保处")
    office.ok("unit", "add", "JGJW", "机关纪委")
    office.ok("person", "add", "gdbh-clerk", "--unit", "GDBH", "--role", "clerk", "--email", UNIT_CLERK)
    office.ok("person", "add", "jgjw-head", "--unit", "JGJW", "--role", "reviewer", "--email", HEAD)
    office.ok("person", "add", "leader", "--unit", "JGDW", "--role", "approver", "--email", LEADER)
    office.ok("new", "RW-2024", "--kind", "task", "--title", "任务清单", "--issued-on", "2024-01-02")
    office.ok("new", "ZG-2024", "--kind", "rectification", "--title", "整改台账", "--issued-on", "2024-01-02")
    return office


def run_process(*arguments: str, cwd: Path, **environment: str) -> "subprocess.CompletedProcess[str]":
    """Runs one command as a process of its own."""
    command = [sys.executable, "-m", "cleanledger", *arguments]
    return subprocess.run(
        command, cwd=cwd, env={**os.environ, **environment}, capture_output=True, text=True, check=False
    )
