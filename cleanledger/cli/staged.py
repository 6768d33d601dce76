"""A tree of files judged against the one before it: only what it brings anew blocks."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import NamedTuple, TypeVar

from cleanledger import clock
from cleanledger.model.finding import Finding
from cleanledger.operations.check import Checked, check
from cleanledger.operations.refusal import only_new
from cleanledger.store.library import FOLDER, Shelf, load_setting

_ZONE = "Asia/Shanghai"
T = TypeVar("T")


class Blocking(NamedTuple):
    """The errors that a change brings, and the texts to show them in."""

    findings: tuple[Finding, ...]
    sources: Mapping[str, str]


def blocking(before: Callable[[], Path], after: Path) -> Blocking:
    """The errors of the book in the folder `after` that the one which `before` lays out does not have.

    It is laid out, and looked at, only where there are errors: as a rule one check is enough.
    """
    new = _checked(after)
    if new is None or not any(finding.blocks for finding in new.findings):
        return Blocking((), {})
    old = _checked(before())
    known = _by_path(old.findings if old else ())
    found = [
        finding
        for path, findings in _by_path(new.findings).items()
        for finding in only_new(known.get(path, ()), findings)
    ]
    return Blocking(tuple(sorted(found)), new.sources)


def touches_book(before: Mapping[str, T], after: Mapping[str, T]) -> bool:
    """Whether two trees, as their files by path, differ in the folder of a book."""
    paths = before.keys() | after.keys()
    folders = [path.removesuffix("book.yaml") for path in paths if path.rpartition("/")[2] == "book.yaml"]
    differing = [path for path in paths if before.get(path) != after.get(path)]
    return any(path.startswith(folder) for path in differing for folder in folders)


def _by_path(findings: Iterable[Finding]) -> dict[str, list[Finding]]:
    made: dict[str, list[Finding]] = {}
    for finding in findings:
        made.setdefault(finding.path, []).append(finding)
    return made


def _checked(root: Path) -> Checked | None:
    """What a check of the book in `root` finds; None where there is no book."""
    root = root.resolve()
    books = sorted(root.rglob("book.yaml"), key=lambda path: (path.parent.name != FOLDER, len(path.parts)))
    if not books:
        return None
    shelf = Shelf(books[0].parent, root)
    setting = load_setting(shelf, ()).setting
    day = clock.today(setting.book.timezone if setting else _ZONE)
    return check(shelf, today=day, now=day)
