"""What a log says, as light tuples that an index can store: no model is needed to read them."""

import datetime as dt
import json
from collections.abc import Iterable
from typing import NamedTuple


class Act(NamedTuple):
    """One line of a log as it counts, its corrections heard; text that is not there is "".

    `entered` is always the day of typing, `actor` always whose act it is. `was` and `now` are text; a list
    or a map is its JSON.
    """

    place: int
    """The number of the line in the log, from 1."""
    date: dt.date
    entered: dt.date
    by: str
    did: str
    actor: str
    doc: str = ""
    meeting: str = ""
    field: str = ""
    was: str = ""
    now: str = ""
    to: str = ""
    status: str = ""
    lead_unit: str = ""
    due: dt.date | None = None
    """The deadline that the line sets or asks for."""
    round: int | None = None
    extended: int | None = None
    percent: int | None = None
    difficulty: str = ""
    note: str = ""
    reason: str = ""
    opinion: str = ""
    result: str = ""
    effect: str = ""
    basis: str = ""
    approved_by: str = ""
    refused_by: str = ""


def as_text(value: object) -> str:
    """What a field held, as text: a list or a map as its JSON, nothing as ""."""
    if value is None or isinstance(value, str):
        return value or ""
    return json.dumps(value, ensure_ascii=False)


def until(acts: Iterable[Act], day: dt.date) -> tuple[Act, ...]:
    """The acts that count on `day`: those dated not after it."""
    return tuple(act for act in acts if act.date <= day)
