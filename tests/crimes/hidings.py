"""Crimes against a whole repository: it is set up so that its past is not what was written (LG618)."""

import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TypeAlias

Hiding: TypeAlias = Callable[[Path, str, str], AbstractContextManager[str]]
"""Hides something of a repository, given an earlier and a later commit; gives the place to be named."""


@contextmanager
def _replaced(root: Path, earlier: str, later: str) -> Iterator[str]:
    subprocess.run(("git", "replace", later, earlier), cwd=root, check=True, capture_output=True)
    yield ".git/refs/replace"
    subprocess.run(("git", "replace", "-d", later), cwd=root, check=True, capture_output=True)


@contextmanager
def _with(path: Path, text: str, place: str) -> Iterator[str]:
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    yield place
    path.unlink()


def _grafted(root: Path, earlier: str, later: str) -> AbstractContextManager[str]:
    return _with(root / ".git" / "info" / "grafts", f"{later} {earlier}\n", ".git/info/grafts")


def _borrowed(root: Path, _earlier: str, _later: str) -> AbstractContextManager[str]:
    place = "objects/info/alternates"
    return _with(root / ".git" / place, f"{root / '.git' / 'objects'}\n", f".git/{place}")


def _promised(root: Path, _earlier: str, _later: str) -> AbstractContextManager[str]:
    pack = next((root / ".git" / "objects" / "pack").glob("*.pack"))
    return _with(pack.with_suffix(".promisor"), "", ".git/config")


HIDINGS: tuple[Hiding, ...] = (_replaced, _grafted, _borrowed, _promised)
