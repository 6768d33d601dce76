"""What lies in a book and is nobody's: no command would read it."""

import os
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from cleanledger.i18n import _
from cleanledger.store.library import (
    BOOK_FILES,
    COVER,
    EVIDENCE,
    Shelf,
    below_evidence,
    entry_named,
    names_in,
)


class Stray(NamedTuple):
    """A file or folder that is none of a book's."""

    path: str
    code: str
    message: str
    hint: str = ""


def strays(shelf: Shelf, known: Sequence[str] = ()) -> Iterator[Stray]:
    """What lies in the book and is nobody's: no command reads it. `known`: other files that belong there."""
    ledgers = set(shelf.ledgers())
    for name in sorted(names_in(shelf.folder)):
        path = shelf.folder / name
        if name.startswith(".") or name in BOOK_FILES or name == EVIDENCE or name in ledgers or name in known:
            continue
        if path.is_dir() or name.endswith((".yaml", ".yml")):
            yield _stray(shelf, path, _("it belongs to no ledger"))
    for ledger in sorted(ledgers):
        names = names_in(shelf.folder / ledger)
        if COVER not in names:
            yield Stray(
                shelf.shown(shelf.cover_path(ledger)),
                "LG107",
                _("the folder {ledger} has no cover", ledger=ledger),
                _("ledger new makes a ledger with its cover"),
            )
        for name in sorted(names):
            entry_id = entry_named(name)
            if entry_id and entry_id.rpartition("-")[0] != ledger:
                yield _misplaced(shelf, shelf.folder / ledger / name, entry_id.rpartition("-")[0])
            elif name != COVER and not entry_id and not name.startswith(".~"):
                yield _stray(shelf, shelf.folder / ledger / name, _("it is neither the cover nor an entry"))
    yield from _stray_evidence(shelf)


def _stray_evidence(shelf: Shelf) -> Iterator[Stray]:
    """What lies in place of evidence and is no file: it would be kept by nobody."""
    top = shelf.folder / EVIDENCE
    below = (path for path in below_evidence(shelf) if not stat.S_ISREG(os.lstat(path).st_mode))
    is_folder = top.is_dir() and not top.is_symlink()
    for path in below if is_folder or not os.path.lexists(top) else (top,):
        why = _("this is a link, a folder or a device, not a file")
        yield Stray(
            shelf.shown(path),
            "LG102",
            _("nothing reads {name}: {why}", name=path.name, why=why),
            _("Links, folders, pipes and devices are not read: put the file itself there."),
        )


def _stray(shelf: Shelf, path: Path, why: str) -> Stray:
    return Stray(
        shelf.shown(path),
        "LG102",
        _("nothing reads {name}: {why}", name=path.name, why=why),
        _("an entry's file is named by its id, e.g. RW-2024-001.yaml; other files belong elsewhere"),
    )


def _misplaced(shelf: Shelf, path: Path, ledger: str) -> Stray:
    return Stray(
        shelf.shown(path),
        "LG109",
        _("{name} belongs in the folder {ledger}, and is not read here", name=path.name, ledger=ledger),
        _("put it there, or give it an id of this ledger"),
    )
