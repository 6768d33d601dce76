"""Repositories with a history, made by git itself."""

import os
import shutil
import subprocess
from datetime import date
from pathlib import Path

from tests.checks.samples import Changes, lay

BEGUN = date(2024, 8, 1)


def run(root: Path, *words: str, day: date = BEGUN, email: str = "p2@office.example") -> str:
    """What git says; its commits are of this day and author."""
    when = f"{day.isoformat()}T10:00:00+0800"
    who = {
        f"GIT_{role}_{fact}": value
        for role in ("AUTHOR", "COMMITTER")
        for fact, value in (("NAME", email.partition("@")[0]), ("EMAIL", email), ("DATE", when))
    }
    own = {**os.environ, **who, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    done = subprocess.run(["git", *words], cwd=root, env=own, capture_output=True, check=True)
    return done.stdout.decode().strip()


def commit(root: Path, day: date, email: str = "p2@office.example", message: str = "change") -> str:
    """Commits the folder as it lies there."""
    run(root, "add", ".")
    run(root, "commit", "-q", "--allow-empty", "-m", message, day=day, email=email)
    return run(root, "rev-parse", "HEAD")


def ledger_repository(root: Path, *layers: Changes) -> Path:
    """A repository with the base book, with `layers` laid over it, in its first commit."""
    root.mkdir(parents=True)
    run(root, "init", "-q", "-b", "main")
    book = lay(root.parent / "before", *layers)
    shutil.move(book, root / "ledgers")
    commit(root, BEGUN)
    return root
