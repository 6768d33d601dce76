"""Numbers of entries: which were ever given in a ledger, and the next that is free. None is given twice."""

from collections.abc import Iterator

from cleanledger import git
from cleanledger.model.scalars import MAX_LEDGER_ID
from cleanledger.operations.save import trailers
from cleanledger.store.former_ids import former_ids
from cleanledger.store.library import Shelf

UNDO = "undo"
_LONGEST = MAX_LEDGER_ID + 12


def next_number(shelf: Shelf, ledger: str, repository: git.Repository | None) -> int:
    """One more than the largest number that was ever given in a ledger."""
    return max(used_numbers(shelf, ledger, repository), default=0) + 1


def used_numbers(shelf: Shelf, ledger: str, repository: git.Repository | None) -> set[int]:
    """Every number of a ledger that a file or a former id has, or that was given and taken back."""
    # A file that cannot be read keeps its number by its name; `check` says what is wrong with it.
    ids = [*shelf.entry_ids(ledger), *(former for former, _id in former_ids(shelf, ledger))]
    ids += _taken_back(ledger, repository) if repository else ()
    return {
        int(number)
        for owner, _hyphen, number in (each.rpartition("-") for each in ids)
        if owner == ledger and number.isascii() and number.isdigit()
    }


def _taken_back(ledger: str, repository: git.Repository) -> Iterator[str]:
    """The entries that were written and taken back: only the messages of commits remember them."""
    for message in git.messages_with(repository, f"Ledger-Action: {UNDO}", f"Ledger-Entry: {ledger}-"):
        told = trailers(message)
        if told.get("Ledger-Action") == (UNDO,):
            yield from (each for each in told.get("Ledger-Entry", ()) if len(each) <= _LONGEST)
