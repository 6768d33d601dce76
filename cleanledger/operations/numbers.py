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
    ids += taken_back(ledger, repository) if repository else ()
    return {
        int(number)
        for owner, _hyphen, number in (each.rpartition("-") for each in ids)
        if owner == ledger and number.isascii() and number.isdigit()
    }


def taken_back(ledger: str, repository: git.Repository, until: str = "HEAD") -> Iterator[str]:
    """The entries that were written and taken back by `until`: only the messages of commits remember them."""
    texts = (f"Ledger-Action: {UNDO}", f"Ledger-Entry: {ledger}-")
    for message in git.messages_with(repository, *texts, until=until):
        told = trailers(message)
        if told.get("Ledger-Action") == (UNDO,):
            yield from (each for each in told.get("Ledger-Entry", ()) if len(each) <= _LONGEST)
