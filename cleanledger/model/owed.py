"""What a finding of a recheck or a review owes, and whether it was done."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from types import MappingProxyType

from cleanledger.model.corrections import Effective
from cleanledger.model.standing import Owed

ANSWERS: Mapping[str, str] = MappingProxyType({"rebound": "reopen", "changed": "revise"})
"""The verb that each result owes."""


def owed(kind: str, lines: Sequence[Effective]) -> Iterator[tuple[Effective, Owed]]:
    """Each line of a log whose result owes something, and what; a line with a basis owes nothing.

    A standing task's review may find a change and owe nothing: only a risk is revised.
    """
    for place, (index, line) in enumerate(lines):
        verb = ANSWERS.get(line.result or "")
        if verb is None or line.basis or (line.did == "review" and kind != "risk"):
            continue
        yield Effective(index, line), Owed(verb, line.date, _answered(verb, lines[place + 1 :]))


def _answered(verb: str, later: Sequence[Effective]) -> date | None:
    return next((each.line.date for each in later if each.line.did == verb), None)
