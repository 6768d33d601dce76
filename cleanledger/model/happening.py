"""Something that happened to an entry, or to the rules, as a commit tells it."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import NamedTuple

from cleanledger.model.source import Tree


class Happening(NamedTuple):
    """One sentence of a history.

    `what`: line, hand, gone, renumbered, withdrawn, rewritten, unreadable, merged, dropped, made-up or rule.
    `time`: as the author of the commit states it. `signature`: valid, invalid, none or unknown
    (not verified).
    """

    commit: str
    time: datetime = datetime.fromtimestamp(0, UTC)
    author: str = ""
    email: str = ""
    signature: str = "none"
    what: str = "line"
    line: Mapping[str, Tree] = {}
    """The line of the log."""
    nth: int = 0
    """Which extension of the round it is, from 1."""
    field: str = ""
    was: Tree | None = None
    now: Tree | None = None
    note: str = ""
