"""Up to which commit somebody has looked at a book: a mark in the user's own folder, never in the book."""

import hashlib
import json
import os
import re
import secrets
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

_COMMIT = re.compile(r"[0-9a-f]{40}([0-9a-f]{24})?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_LIMIT = 1000


class Mark(NamedTuple):
    """The last commit that was shown, and the day it was."""

    commit: str
    day: str


def mark_of(root: Path) -> Mark | None:
    """The mark of the book whose root is `root`; None where none was set or it cannot be read."""
    try:
        with _place(root).open(encoding="utf-8") as file:
            facts = json.loads(file.read(_LIMIT))
    except (OSError, ValueError, RecursionError):
        return None
    commit, day = (str(facts.get(key)) for key in Mark._fields) if isinstance(facts, dict) else ("", "")
    if not re.fullmatch(_COMMIT, commit) or not re.fullmatch(_DAY, day):
        return None
    return Mark(commit, day)


def set_mark(root: Path, mark: Mark) -> None:
    """Keeps `mark`; OSError where the user's folder takes nothing."""
    path = _place(root)
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".~{path.name}.{secrets.token_hex(4)}")
    try:
        temporary.write_text(json.dumps(mark._asdict()) + "\n", encoding="utf-8")
        temporary.replace(path)
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


def _place(root: Path) -> Path:
    from platformdirs import user_state_path  # only who has a mark pays for it

    name = hashlib.sha256(os.fsencode(root.resolve())).hexdigest()[:16]
    return user_state_path("cleanledger", appauthor=False) / "seen" / f"{name}.json"
