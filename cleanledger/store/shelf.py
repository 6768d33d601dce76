"""Where a book lies, and what its folders hold by name. Opens no file, and is loaded in no time."""

import os
import re
from pathlib import Path
from typing import NamedTuple

from cleanledger.errors import EnvironmentFailure
from cleanledger.i18n import _
from cleanledger.model.ids import ENTRY_ID, FEWEST_DIGITS, LEDGER_ID, MAX_LEDGER_ID

FOLDER = "ledgers"
COVER = "ledger.yaml"
EVIDENCE = "evidence"


class Shelf(NamedTuple):
    """Where a book lies: `folder` holds book.yaml; paths in findings are relative to `root`."""

    folder: Path
    root: Path

    def shown(self, path: Path) -> str:
        """`path` as findings name it: relative to the root, with /."""
        return Path(os.path.relpath(path, self.root)).as_posix()

    def cover_path(self, ledger: str) -> Path:
        """The cover of a ledger."""
        return self.folder / ledger / COVER

    def entry_path(self, entry_id: str) -> Path:
        """The file of an entry: an id gives its path without a search."""
        return self.folder / entry_id.rpartition("-")[0] / f"{entry_id}.yaml"

    def evidence_folder(self, entry_id: str) -> Path:
        """Where the evidence of an entry lies."""
        return self.folder / EVIDENCE / entry_id

    def ledgers(self) -> tuple[str, ...]:
        """The ids of all ledgers, sorted: folders with such a name."""
        return tuple(sorted(name for name in names_in(self.folder) if self.has_ledger(name)))

    def has_ledger(self, name: str) -> bool:
        """Whether there is a ledger of this id. A link to a folder is none: it leads out of the book."""
        return is_ledger_id(name) and (self.folder / name).is_dir() and not (self.folder / name).is_symlink()

    def has_entry(self, entry_id: str) -> bool:
        """Whether something lies where the file of this entry belongs."""
        return self.has_ledger(entry_id.rpartition("-")[0]) and os.path.lexists(self.entry_path(entry_id))

    def entry_ids(self, ledger: str) -> tuple[str, ...]:
        """The ids of all entries of a ledger by file name, sorted by number."""
        return tuple(f"{ledger}-{number}" for number in sorted(self.numbers(ledger), key=int))

    def numbers(self, ledger: str) -> list[str]:
        """The numbers of all entries of a ledger, as its files are named, in no order."""
        if not re.fullmatch(LEDGER_ID, ledger):
            return []
        begin, end = f"{ledger}-", ".yaml"
        # Much faster than ENTRY_ID on each name, and the same: the ledger's part is looked at once.
        found = [
            name[len(begin) : -len(end)]
            for name in names_in(self.folder / ledger)
            if name.startswith(begin) and name.endswith(end)
        ]
        return [each for each in found if len(each) >= FEWEST_DIGITS and each.isascii() and each.isdigit()]


def is_ledger_id(name: str) -> bool:
    """Whether a folder of this name is a ledger."""
    return re.fullmatch(LEDGER_ID, name) is not None and len(name) <= MAX_LEDGER_ID


def by_number(entry_id: str) -> tuple[str, int]:
    """The order of entries: by ledger, then number as an integer."""
    ledger, _hyphen, number = entry_id.rpartition("-")
    return ledger, int(number)


def means(wanted: str, entry_id: str) -> bool:
    """Whether what is typed (in capitals: ZG-2024-031, ZG-2024-31, 31, ZG-2024-0) may mean this entry."""
    ledger, _hyphen, number = entry_id.rpartition("-")
    head, _hyphen, tail = wanted.rpartition("-")
    if tail.isascii() and tail.isdigit():
        return int(tail[:18]) == int(number) and (not head or ledger.startswith(head))
    return bool(wanted) and entry_id.startswith(wanted)


def entry_named(name: str) -> str | None:
    """The entry that a file of this name holds; None where it holds none."""
    entry_id = name.removesuffix(".yaml")
    return entry_id if entry_id != name and re.fullmatch(ENTRY_ID, entry_id) else None


def names_in(folder: Path) -> list[str]:
    """What a folder holds; nothing where there is no such folder."""
    try:
        return os.listdir(folder)  # noqa: PTH208 - names are all that is wanted, of thousands
    except (FileNotFoundError, NotADirectoryError):
        return []


def find_book(start: Path, asked: str | None = None) -> Path:
    """The folder of book.yaml: `asked` or below it, else the nearest one upwards from `start`."""
    if asked is not None:
        for folder in (Path(asked), Path(asked) / FOLDER):
            if (folder / "book.yaml").is_file():
                return folder.absolute()
        raise EnvironmentFailure(
            _("there is no book at {path}", path=asked),
            _("name the folder of book.yaml, or the folder above it"),
        )
    here = start.absolute()
    for folder in (here, *here.parents):
        for place in (folder, folder / FOLDER):
            if (place / "book.yaml").is_file():
                return place
    raise EnvironmentFailure(
        _("there is no book here"),
        "\n".join(
            (
                _("make one: ledger init"),
                _("take part in one that others keep: ledger join ADDRESS, then cd into its folder"),
                _("point to one that lies elsewhere: --book PATH, or the variable LEDGER_BOOK"),
            )
        ),
    )
