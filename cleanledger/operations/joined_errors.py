"""The errors of a joined book that neither side had."""

import tempfile
from collections import Counter
from datetime import date
from pathlib import Path

from cleanledger import git
from cleanledger.model.finding import Finding
from cleanledger.operations.check import check
from cleanledger.operations.exchange import Exchange, place_of_book, tree_of
from cleanledger.store.library import Shelf


def errors_of_neither(work: Exchange, own: str, theirs: str) -> list[Finding]:
    """The errors of the joined book that neither side had; they are laid out only where there are any."""
    root = work.repository.root.resolve()
    found = _errors(Shelf(root / place_of_book(work, work.head), root), work.today)
    if not found:
        return []
    known = Counter[str]()
    for commit in (own, theirs):
        known |= Counter(map(_same, _errors_at(work, commit)))
    left = []
    for finding in found:
        if known[_same(finding)] > 0:
            known[_same(finding)] -= 1
        else:
            left.append(finding)
    return left


def _same(finding: Finding) -> str:
    return "\0".join((finding.code, finding.entry or finding.path, finding.field, finding.message))


def _errors(shelf: Shelf, today: date) -> list[Finding]:
    return [each for each in check(shelf, today=today, now=today).findings if each.blocks]


def _errors_at(work: Exchange, commit: str) -> list[Finding]:
    """The errors of the book as `commit` has it."""
    with tempfile.TemporaryDirectory(prefix="cleanledger-") as scratch:
        root = Path(scratch).resolve()
        git.write_tree_into(work.repository, tree_of(work, commit), root)
        shelf = Shelf(root / place_of_book(work, commit), root)
        return _errors(shelf, work.today) if (shelf.folder / "book.yaml").exists() else []
