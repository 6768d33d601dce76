"""What every subject says in Chinese: each driven once in a test run, whoever asks for it first."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import NamedTuple

import pytest
from filelock import FileLock

ROOT = Path(__file__).parents[2]
TODAY = "2024-12-20"
CLERK = "p05@zrzyt.example"

NOBODY: Mapping[str, str] = {"GIT_AUTHOR_EMAIL": "", "GIT_COMMITTER_EMAIL": ""}


def by(email: str) -> dict[str, str]:
    """The surroundings of whom git knows by `email`."""
    return {"GIT_AUTHOR_EMAIL": email, "GIT_COMMITTER_EMAIL": email}


@dataclass(frozen=True)
class Run:
    """One command: where it is typed, what somebody answers at a terminal, what is written before."""

    words: tuple[str, ...]
    cwd: str
    typed: str | None = None
    looked_at: bool = False
    """Whether the answer goes to a terminal."""
    environment: Mapping[str, str] = field(default_factory=dict)
    """What differs in the surroundings; empty: not set."""
    before: tuple[tuple[str, str], ...] = ()
    """What is done before it: files and their content (`-`: taken away); without a name, by a shell."""
    fault: str = ""
    """The function of the system that fails, and how: `fsync ENOSPC`."""


class Answer(NamedTuple):
    """What a command ended with, wrote, and looked up in the catalogue."""

    words: tuple[str, ...]
    code: int
    out: str
    err: str
    looked_up: frozenset[str]

    @property
    def lines(self) -> list[str]:
        return [*self.out.splitlines(), *self.err.splitlines()]

    def __str__(self) -> str:
        return f"ledger {' '.join(self.words)}"


class Said(NamedTuple):
    """What a subject said, and how long the processor was busy with it."""

    answers: tuple[Answer, ...]
    seconds: float


def runs(
    cwd: Path, commands: Iterable[str | tuple[str, ...]], *, today: str = TODAY, **facts: object
) -> list[Run]:
    """Commands that are typed one after the other in one folder on one day."""
    told = (tuple(each.split()) if isinstance(each, str) else each for each in commands)
    day = ("--today", today) if today else ()
    return [Run((*day, *words), str(cwd), **facts) for words in told]  # type: ignore[arg-type]


def say(told: Iterable[Run], home: Path, **surroundings: str) -> Said:
    """What each command says in Chinese, one after the other in one process."""
    told = list(told)
    home.mkdir(parents=True, exist_ok=True)
    done = subprocess.run(
        [sys.executable, "-P", "-m", "tests.language.process"],
        input=json.dumps([asdict(each) for each in told]),
        cwd=ROOT,
        env={
            **{
                name: os.environ[name]
                for name in ("PATH", "SYSTEMROOT", "TEMP", "TMPDIR")
                if name in os.environ
            },
            "COLUMNS": "80",
            "GIT_AUTHOR_NAME": "Clerk",
            "GIT_COMMITTER_NAME": "Clerk",
            **by(CLERK),
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_NOSYSTEM": "1",
            "HOME": str(home),
            "LANG": "C.UTF-8",
            "LEDGER_TEST": "1",
            "NO_COLOR": "1",
            "PYTHONPATH": str(ROOT),
            "TERM": "dumb",
            "TZ": "Asia/Shanghai",
            "USERPROFILE": str(home),
            **surroundings,
        },
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    told_back = json.loads(done.stdout)
    return Said(
        tuple(
            Answer(run.words, code, out, err, frozenset(looked_up))
            for run, (code, out, err, looked_up) in zip(told, told_back["answers"], strict=True)
        ),
        told_back["seconds"],
    )


def shared_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all workers of a test run have."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


Subject = Callable[[Path], list[Run]]


def said_once(name: str, subject: Subject, shared: Path, **surroundings: str) -> Said:
    """What `subject` says; every worker of a test run reads what the first one heard."""
    folder, heard = shared / "language" / name, shared / "language" / f"{name}.json"
    folder.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(heard.with_suffix(".lock")):
        if not heard.exists():
            folder.mkdir()
            said = say(subject(folder), folder / "home", **surroundings)
            answers = [[*each[:4], sorted(each.looked_up)] for each in said.answers]
            heard.write_text(json.dumps([answers, said.seconds]), encoding="utf-8")
    answers, seconds = json.loads(heard.read_text(encoding="utf-8"))
    return Said(
        tuple(
            Answer(tuple(words), code, out, err, frozenset(looked_up))
            for words, code, out, err, looked_up in answers
        ),
        seconds,
    )
