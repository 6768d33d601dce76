"""What lies in a book and is nobody's: no command would read it."""

import os
import stat
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from cleanledger.i18n import _
from cleanledger.model.vocabulary import listed
from cleanledger.store.library import (
    BOOK_FILES,
    COVER,
    EVIDENCE,
    Shelf,
    below_evidence,
    entry_named,
    names_in,
)
from cleanledger.store.templates import TEMPLATES, stray_templates, template_name


class Stray(NamedTuple):
    """A file or folder that is none of a book's."""

    path: str
    code: str
    message: str
    hint: str = ""


def strays(
    shelf: Shelf, known: Sequence[str] = (), letters: Collection[str] | None = None
) -> Iterator[Stray]:
    """What lies in the book and is nobody's: no command reads it. `known`: other files that belong there.

    `letters`: the record types that letters are written of; None: not known.
    """
    ledgers = set(shelf.ledgers())
    yield from _stray_at_top(shelf, {*BOOK_FILES, EVIDENCE, *ledgers, *known})
    for ledger in sorted(ledgers):
        yield from _stray_in_ledger(shelf, ledger)
    yield from _stray_evidence(shelf)
    for path, is_file in stray_templates(shelf, letters):
        yield _no_letter(shelf, path, letters or ()) if is_file else _no_file(shelf, path)


def _stray_at_top(shelf: Shelf, known: Collection[str]) -> Iterator[Stray]:
    for name in sorted(names_in(shelf.folder)):
        path = shelf.folder / name
        if name.startswith(".") or name in known:
            continue
        if name == TEMPLATES:
            if not _is_folder(path):
                yield _no_folder(shelf, path)
        elif path.is_dir() or name.endswith((".yaml", ".yml")):
            yield _stray(shelf, path, _("it belongs to no ledger"))


def _stray_in_ledger(shelf: Shelf, ledger: str) -> Iterator[Stray]:
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


def _stray_evidence(shelf: Shelf) -> Iterator[Stray]:
    """What lies in place of evidence and is no file: it would be kept by nobody."""
    top = shelf.folder / EVIDENCE
    below = (path for path in below_evidence(shelf) if not stat.S_ISREG(os.lstat(path).st_mode))
    for path in below if _is_folder(top) or not os.path.lexists(top) else (top,):
        yield _no_file(shelf, path)


def _is_folder(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink()


def _no_folder(shelf: Shelf, path: Path) -> Stray:
    return Stray(
        shelf.shown(path),
        "LG102",
        _("nothing reads {name}: {why}", name=path.name, why=_("this is no folder of the book")),
        _("make a real folder of this name, and put the templates of letters there"),
    )


def _no_file(shelf: Shelf, path: Path) -> Stray:
    why = _("this is a link, a folder or a device, not a file")
    return Stray(
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


def _no_letter(shelf: Shelf, path: Path, types: Collection[str]) -> Stray:
    return Stray(
        shelf.shown(path),
        "LG102",
        _("nothing reads {name}: {why}", name=path.name, why=_("no letter is of this type")),
        _("a template is named after its type: {names}", names=listed(map(template_name, types))),
    )


def _misplaced(shelf: Shelf, path: Path, ledger: str) -> Stray:
    return Stray(
        shelf.shown(path),
        "LG109",
        _("{name} belongs in the folder {ledger}, and is not read here", name=path.name, ledger=ledger),
        _("put it there, or give it an id of this ledger"),
    )
