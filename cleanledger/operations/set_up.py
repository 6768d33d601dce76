"""Setting up without YAML: a book, a ledger."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from cleanledger.errors import Refused
from cleanledger.i18n import _
from cleanledger.model.book import Book
from cleanledger.model.cover import Cover
from cleanledger.model.policy import PRESETS
from cleanledger.model.record import Model
from cleanledger.model.setting import Setting
from cleanledger.model.source import Plain, Tree
from cleanledger.model.units import UnitsFile
from cleanledger.operations.revision import revised, valid
from cleanledger.store.changeset import FileChange
from cleanledger.store.emitter import emit
from cleanledger.store.files import read_bytes
from cleanledger.store.library import FOLDER, Shelf, is_ledger_id
from cleanledger.store.reader import read_document
from cleanledger.store.splice import Put

ATTRIBUTES = ("ledgers/**/*.yaml text eol=lf", "ledgers/evidence/** -text -diff")
IGNORED = (".~*",)
_LIMIT = 1 << 20
_COVER_ORDER = tuple(Cover.model_fields)


def filled(facts: Mapping[str, Tree | date | int | None]) -> dict[str, Tree]:
    """`facts` as a tree: what is None or empty is left out, dates and numbers stand without quotes."""
    return {
        key: Plain(value.isoformat() if isinstance(value, date) else value)
        if isinstance(value, date | int)
        else value
        for key, value in facts.items()
        if value not in (None, "", [], {})
    }


def new_book(
    folder: Path, *, name: str, preset: str, unit: Mapping[str, Tree], person: Mapping[str, Tree], today: date
) -> list[FileChange]:
    """The files of a new book in `folder`/ledgers with one unit and one person; its policy is `preset`."""
    shelf = Shelf(folder / FOLDER, folder)
    if (shelf.folder / "book.yaml").exists():
        raise Refused(_("there is a book already: {path}", path=shelf.shown(shelf.folder / "book.yaml")))
    rules = tree_of(PRESETS[preset])
    book: dict[str, Tree] = {
        "format": Plain("1"),
        "name": name,
        "language": "zh",
        "timezone": "Asia/Shanghai",
        "git": {"commit": "auto"},
        "records": "JL",
        "notice": {
            "near": [Plain("30"), Plain("15"), Plain("7")],
            "rebound_days": Plain("30"),
            "ladder": [
                {"type": kind, "after": Plain(str(after))}
                for kind, after in (("提醒函", 1), ("督办函", 15), ("约谈", 30), ("通报", 60))
            ],
        },
        "policy": [{"from": Plain(f"{today.year}-01-01"), "version": Plain("1"), **rules}],
    }
    files: dict[str, dict[str, Tree]] = {
        "book.yaml": book,
        "units.yaml": {"units": [dict(unit)], "people": [dict(person)]},
    }
    changes = [FileChange(shelf.folder / name_, None, emit(data).encode()) for name_, data in files.items()]
    models: tuple[type[Model], ...] = (Book, UnitsFile)
    for change, model in zip(changes, models, strict=True):
        valid(read_document(change.after or b"", shelf.shown(change.path)), model)
    return [*changes, *_dotfiles(folder)]


def tree_of(value: object) -> dict[str, Tree]:
    """A preset as it stands in a file."""
    return {key: _leaf(item) for key, item in value.items()} if isinstance(value, dict) else {}


def _leaf(value: object) -> Tree:
    if isinstance(value, dict):
        return tree_of(value)
    if isinstance(value, list):
        return [_leaf(item) for item in value]
    text = str(value)
    return Plain(text) if text.isdigit() else text


def _dotfiles(folder: Path) -> list[FileChange]:
    """`.gitattributes` and `.gitignore` with the lines that a book needs; lines that are there stay."""
    changes = []
    for name, wanted in ((".gitattributes", ATTRIBUTES), (".gitignore", IGNORED)):
        path = folder / name
        before = read_bytes(path, limit=_LIMIT) if path.exists() else None
        having = (before or b"").decode("utf-8", "surrogateescape")
        missing = [line for line in wanted if line not in having.splitlines()]
        if missing:
            start = having if not having or having.endswith("\n") else having + "\n"
            after = start + "".join(f"{line}\n" for line in missing)
            changes.append(FileChange(path, before, after.encode("utf-8", "surrogateescape")))
    return changes


def new_ledger(
    shelf: Shelf, setting: Setting, ledger: str, facts: Mapping[str, Tree], today: date
) -> FileChange:
    """The cover of a new ledger."""
    if not is_ledger_id(ledger):
        raise Refused(
            _("{value} is not a ledger's id", value=ledger),
            _("capital letters, digits and hyphens, e.g. RW-2024"),
        )
    if shelf.cover_path(ledger).exists():
        raise Refused(_("the ledger {ledger} is there already", ledger=ledger))
    edits = [Put((key,), facts[key]) for key in _COVER_ORDER if key in facts]
    return revised(shelf, setting, {ledger: edits}, today).changes[0]
