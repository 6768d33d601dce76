"""What a join cannot decide, and how somebody decided it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from cleanledger.model.source import Tree

Side: TypeAlias = Literal["ours", "theirs"]
"""Whose version: of the branch that one stands on, or of the one that comes in."""

LOG = "log"
TakingBack: TypeAlias = Callable[[Mapping[str, Tree], int], Mapping[str, Tree]]
"""Makes the `correct` line that takes a log line back, which is the nth of its day and verb (0: the only)."""


SayingAgain: TypeAlias = Callable[[Mapping[str, Tree], Tree | None], Mapping[str, Tree]]
"""Makes a line of today that says once more what a log line said, against the value that holds by now."""


@dataclass(frozen=True)
class Choice:
    """One thing that both sides changed, each in its own way. None: it is not there.

    `field` is dotted, items of lists by what names them (`measures.2.due`); `log` for lines that do not go
    together, of which `why` says what the rules find.
    """

    field: str
    base: Tree | None
    ours: Tree | None
    theirs: Tree | None
    why: str = ""


@dataclass(frozen=True)
class Settled:
    """What somebody chose: `take` for whatever is not among `fields`, which are named as choices are.

    `taking_back`: how lines of the side that was not taken are corrected; none of them is ever left out.
    `again`: how a line of the side that was taken is said once more, where the other's came after it.
    """

    take: Side | None = None
    fields: Mapping[str, Side] = field(default_factory=dict)
    taking_back: TakingBack | None = None
    again: SayingAgain | None = None

    def side(self, name: str) -> Side | None:
        """What was chosen for a field: for itself, else for what it lies in, else for everything."""
        place = name
        while place:
            if place in self.fields:
                return self.fields[place]
            place = place.rpartition(".")[0]
        return self.take
