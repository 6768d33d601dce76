"""The gallery: for each code a small book that fires it alone, and the nearest legal one that does not."""

import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from cleanledger.operations.check import Checked, check
from cleanledger.store.library import Shelf

HERE = Path(__file__).parent
GALLERY = HERE / "gallery"
BASE = HERE / "base"
"""The book that every sample is laid over; it is legal."""

TODAY = date(2024, 8, 15)

Changes = Mapping[str, Any]
"""By path: a text, a list of `from` and `to`, `append` with `times` and `encoding`, or null for no file."""


@dataclass(frozen=True)
class Sample:
    """One sample: `book` is common to both, `fires` and `legal` are each laid over it."""

    code: str
    at: str
    """Where it fires: path and line."""
    entry: str
    fires: Changes
    legal: Changes = field(default_factory=dict)
    book: Changes = field(default_factory=dict)
    today: date = TODAY
    day: date = TODAY
    """A change: the day of its commit."""
    legal_day: date | None = None
    email: str = "p2@office.example"
    """A change: the author of its commit."""
    legal_email: str | None = None


def sample_in(path: Path) -> Sample:
    """The sample in one file of the gallery."""
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    stem = Path(data["at"].rpartition(":")[0]).stem
    return Sample(**{"code": path.stem, "entry": stem, **data})


def samples(folder: Path = GALLERY) -> dict[str, Sample]:
    """Every sample by its code."""
    return {path.stem: sample_in(path) for path in sorted(folder.glob("*.yaml"))}


def lay(folder: Path, *layers: Changes) -> Path:
    """The base book with `layers` laid over it, below `folder`."""
    book = folder / "ledgers"
    shutil.copytree(BASE, book)
    for layer in layers:
        for name, change in layer.items():
            _change(book / name, change)
    return book


def _change(path: Path, change: Any) -> None:
    if change is None:
        path.unlink()
        return
    text = path.read_bytes().decode("utf-8") if path.exists() else ""
    encoding = "utf-8"
    if isinstance(change, str):
        text = change
    elif isinstance(change, list):
        for each in change:
            assert text.count(each["from"]) == 1, f"{path.name} holds {each['from']!r} not once"
            text = text.replace(each["from"], each["to"])
    else:
        text += change.get("append", "") * change.get("times", 1)
        encoding = change.get("encoding", encoding)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode(encoding))


def checked(book: Path, today: date = TODAY) -> Checked:
    """What the check finds in a book."""
    return check(Shelf(book, book.parent), today=today, now=today)


def found(outcome: Checked) -> list[tuple[str, str, str]]:
    """Code, place relative to the book, and entry of each finding."""
    return [
        (each.code, f"{each.path.removeprefix('ledgers/')}:{each.line}", each.entry)
        for each in outcome.findings
    ]


def missing(codes: Iterable[str], having: Iterable[str]) -> Iterator[str]:
    """What is wrong between the codes of a catalogue and those of a gallery."""
    wanted, there = set(codes), set(having)
    yield from (f"{code} has no sample" for code in sorted(wanted - there))
    yield from (f"{code} has a sample, but is no rule" for code in sorted(there - wanted))
