"""The book as it stood at each quarter's end, up to a commit."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from cleanledger import git
from cleanledger.history.past import day_of, zone_of
from cleanledger.history.places import place_of
from cleanledger.history.versions import Versions, setting_at
from cleanledger.model.entry import Entry
from cleanledger.model.periods import spans
from cleanledger.model.setting import Setting

MOST = 120
"""A clock that stood thirty years back makes no more quarters than these. The last ones are kept."""


class Stand(NamedTuple):
    """A quarter, as `2024-Q1`, the day that it ended, or of the last one that was reached, and the commit."""

    name: str
    day: date
    commit: str


def stands(repository: git.Repository, commit: str, folder: str, today: date) -> tuple[Stand, ...]:
    """For each quarter from the first commit of the book to `commit`, what stood at its end, or `today`.

    By the line of first parents and the committers' clocks in the zone of the book, as `--at DAY` reads it.
    """
    zone = zone_of(repository, commit, folder)
    line = [(each.id, day_of(each, zone)) for each in git.first_parents(repository, commit)]
    last = min(line[0][1], today)
    found = []
    for span in [*spans("3 months", None, min(day for _id, day in line), last)][-MOST:]:
        end = min(span.last, last)
        at = next((id for id, day in line if day <= end), None)
        if at and git.tree_below(repository, at, folder):
            found.append(Stand(span.code_of("3 months"), end, at))
    return tuple(found)


class Held(NamedTuple):
    """What a commit has of the book: its setting, None where that cannot be read; its entries."""

    setting: Setting | None
    entries: Sequence[Entry]
    """By ledger and number."""
    unread: Sequence[str]
    """The entries that cannot be read."""


def held(repository: git.Repository, versions: Versions, commit: str, folder: str) -> Held:
    """The book as a commit has it; nothing is written out."""
    blobs = {}
    for path, entry in git.tree_below(repository, commit, folder).items():
        place = place_of(path)
        if place and (place.folder, place.kind) == (folder, "entry") and entry.mode[:3] == "100":
            blobs[place.name] = entry.id
    ids = sorted(blobs, key=_by_number)
    versions.prepare((each, blobs[each]) for each in ids)
    entries = {each: versions.of(each, blobs[each]).entry for each in ids}
    found = [entry for entry in entries.values() if entry]
    unread = [each for each, entry in entries.items() if entry is None]
    return Held(setting_at(repository, commit, folder), found, unread)


def _by_number(entry_id: str) -> tuple[str, int, str]:
    ledger, _hyphen, number = entry_id.rpartition("-")
    return ledger, int(number), entry_id
