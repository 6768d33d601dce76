"""People who share a book: each has a home and a clone, types commands and edits files, day after day."""

import os
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

from tests.conftest import pinned
from tests.forking import Runner

SERVER = "共享台账.git"


@dataclass
class Town:
    """The machine that all of them work on: their folders, the server, and what time it is."""

    folder: Path
    runner: Runner
    day: str = ""
    minute: int = 0

    @property
    def server(self) -> Path:
        return self.folder / SERVER

    def now(self) -> str:
        """The time, a minute later at each look."""
        self.minute += 1
        return f"{self.day}T{8 + self.minute // 60:02}:{self.minute % 60:02}:00+0800"

    def dawn(self, day: str) -> None:
        """Another day begins."""
        self.day, self.minute = day, 0


@dataclass
class Person:
    """Somebody with an address that git knows, who reads one language."""

    town: Town
    name: str
    email: str
    language: str = "zh"
    home: Path = field(init=False)

    def __post_init__(self) -> None:
        self.home = self.town.folder / "home" / self.name
        self.home.mkdir(parents=True, exist_ok=True)
        settings = self.home / ".gitconfig"
        if not settings.exists():
            text = f"[user]\n\tname = {self.name}\n\temail = {self.email}\n[core]\n\tquotePath = false\n"
            settings.write_text(text, encoding="utf-8")

    @property
    def clone(self) -> Path:
        return self.town.folder / self.name

    @property
    def book(self) -> Path:
        """The folder of the book in this clone, wherever it lies."""
        return next(path.parent for path in sorted(self.clone.rglob("book.yaml")))

    def entry(self, entry_id: str) -> Path:
        """The file of an entry."""
        return self.book / entry_id.rpartition("-")[0] / f"{entry_id}.yaml"

    # --- typing -----------------------------------------------------------------------------------

    def ends(self, code: int, *words: str, at: Path | None = None) -> str:
        """Types one command, which must end with `code`; gives all that it said."""
        done = self.town.runner.at_once(
            [[("--today", self.town.day, *words)]],
            cwd=at or (self.book.parent if self.clone.exists() else self.town.folder),
            environment=self.surroundings(),
        )[0]
        said = done.both.decode()
        assert done.code == code, f"{self.town.day} {self.name}: ledger {' '.join(words)}\n{done.code} {said}"
        return said

    def types(self, *words: str, at: Path | None = None) -> str:
        """Types one command that is done."""
        return self.ends(0, *words, at=at)

    def is_refused(self, *words: str) -> str:
        """Types one command that the book, its rules or another's work forbids."""
        return self.ends(1, *words)

    def git(self, *words: str, code: int = 0) -> str:
        """Types a command of git, which must end with `code`."""
        done = subprocess.run(
            ["git", *words],
            cwd=self.clone,
            env=self.surroundings(),
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
        said = done.stdout + done.stderr
        ended = min(done.returncode, 1)
        assert ended == code, f"{self.town.day} {self.name}: git {' '.join(words)}\n{said}"
        return said

    def surroundings(self) -> dict[str, str]:
        """The environment of what this person runs."""
        now = self.town.now()
        return {
            "PATH": os.environ["PATH"],
            **pinned(self.home),
            "GIT_AUTHOR_DATE": now,
            "GIT_COMMITTER_DATE": now,
            "LEDGER_LANG": self.language,
            "LEDGER_TEST": "1",
        }

    # --- files ------------------------------------------------------------------------------------

    def writes(self, name: str, text: str) -> str:
        """Puts a file beside the clone, where evidence waits; gives its path."""
        path = self.home / name
        path.write_text(text, encoding="utf-8")
        return str(path)

    def edits(self, entry_id: str, old: str, new: str) -> Path:
        """Replaces a passage in the file of an entry, in an editor."""
        return replaced(self.entry(entry_id), old, new)

    def commits(self, message: str, *more: str, code: int = 0) -> str:
        """Commits all that lies in the clone, with git itself."""
        self.git("add", "-A")
        return self.git("commit", "-q", "-m", message, *more, code=code)


def replaced(path: Path, old: str, new: str) -> Path:
    """Replaces a passage in a file."""
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{old} is not in\n{text}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path
