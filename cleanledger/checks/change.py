"""One change to one entry as rules see it: before and after, who brought it and when."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from cleanledger.checks.rule import Subject
from cleanledger.model.entry import Entry
from cleanledger.model.lifecycle import ENDED
from cleanledger.model.log import LogLine
from cleanledger.model.replay import Replay
from cleanledger.model.setting import Setting
from cleanledger.model.source import Document

if TYPE_CHECKING:
    from cleanledger.checks.commits import Deed

SIGNED_OFF = frozenset({"verified", "published", "closed"})
"""From these statuses on somebody has put their name to the evidence of the round."""


@dataclass(frozen=True)
class Change:
    """What became of one entry in one step: a commit of the history, or a command that is about to write.

    `parents`: the entry in each parent of the commit; one for an ordinary commit or a command, None where
    it was not there. `setting`: what judges, which is what held before the change.
    """

    id: str
    parents: tuple[Entry | None, ...]
    after: Entry | None
    setting: Setting
    day: date
    """The day of the commit in the zone of the book, as its author states it."""
    email: str | None = None
    """The author's; None: nobody but the command knows who types."""
    signature: str = ""
    """valid, invalid, none, or unknown where it could not be verified; empty: not asked for."""
    is_joint: bool = False
    """The commit brings lines of several people or days: who and when cannot be told by it."""
    was_used: bool = False
    """The number was given to another entry before."""
    was_taken_out: bool = False
    """A commit that it comes from took the entry out."""
    swapped: frozenset[str] = field(default_factory=frozenset)
    """Paths of evidence files that were there and are gone, or hold something else now."""

    @property
    def before(self) -> Entry | None:
        """The entry as the first parent that has it knows it."""
        return next((each for each in self.parents if each), None)

    @property
    def is_merge(self) -> bool:
        """Whether several lines of history come together."""
        return len(self.parents) > 1

    @cached_property
    def replay(self) -> Replay | None:
        """What the log gives afterwards."""
        return self.setting.replay(self.after) if self.after else None

    @cached_property
    def replays(self) -> tuple[tuple[Entry, Replay], ...]:
        """The entry in each parent that has it, and what its log gave there."""
        return tuple((parent, self.setting.replay(parent)) for parent in self.parents if parent)

    def was_off(self, name: str) -> bool:
        """Whether `name` (status, round, due) was already in a parent what it is, against the log there."""
        now = getattr(self.after, name)
        return any(
            getattr(parent, name) == now != getattr(replay.state, name) for parent, replay in self.replays
        )

    @cached_property
    def added(self) -> tuple[int, ...]:
        """The places of the log lines that no parent has."""
        if self.after is None:
            return ()
        logs = [parent.log for parent in self.parents if parent]
        # Where the log was rewritten, what stands in the place of another line is no step that was taken now.
        begin = len(logs[0]) if logs and not self.is_merge else 0
        known = (
            [line for log in logs for line in log]
            if begin == 0 or not is_prefix(logs[0], self.after.log)
            else []
        )
        places = range(begin, len(self.after.log))
        return tuple(place for place in places if self.after.log[place] not in known)

    @cached_property
    def is_rewritten(self) -> bool:
        """Whether lines of the log of a parent were cut, changed or put elsewhere."""
        after, fits = self.after, is_within if self.is_merge else is_prefix
        return after is not None and not all(fits(each.log, after.log) for each in self.parents if each)

    @property
    def lines(self) -> Iterator[tuple[int, LogLine]]:
        """The log lines that it brings, each with its place."""
        log = self.after.log if self.after else ()
        return ((place, log[place]) for place in self.added)

    @property
    def had_ended(self) -> bool:
        """Whether the entry had ended before."""
        return self.before is not None and self.before.status in ENDED

    @cached_property
    def subject(self) -> Subject:
        """The entry afterwards as rules on entries see it; nothing beside it is looked at."""
        if self.after is None:
            message = "an entry that is gone is no subject"
            raise ValueError(message)
        return Subject(
            entry=self.after,
            document=Document(""),
            setting=self.setting,
            today=self.day,
            now=self.day,
            lookup=lambda _id: None,
            exists=lambda _id: False,
            evidence_file=lambda _path: None,
        )


@dataclass(frozen=True)
class Batch:
    """All that one commit, or one command, changes."""

    before: Setting
    after: Setting
    day: date
    changes: Sequence[Change]
    deed: "Deed | None" = None
    """The commit itself; None where a command is about to write, or the commit has nothing of the book."""
    sides: Sequence[Setting] = ()
    """The settings that a merge joins, where it has another than one of them."""
    paths: Mapping[str, str] = field(default_factory=dict)
    """The path of each entry by id; of a cover by ledger id; of book.yaml and the like by that name."""


def is_prefix(log: Sequence[LogLine], later: Sequence[LogLine]) -> bool:
    """Whether `later` begins with `log`."""
    return len(log) <= len(later) and all(a == b for a, b in zip(log, later, strict=False))


def is_within(log: Sequence[LogLine], later: Sequence[LogLine]) -> bool:
    """Whether `later` has every line of `log`, in the same order."""
    rest = iter(later)
    return all(any(line == other for other in rest) for line in log)
