"""Several days in one text: by commas, and from the first to the last as `2027-01-01..2027-01-03`."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from cleanledger.errors import UsageError
from cleanledger.i18n import _
from cleanledger.model.scalars import read_date

_COMMA = re.compile(r"[,，、;；\s]+")
_TO = re.compile(r"\s*(?:\.\.|至|~|～)\s*")
_MOST = 366


def days_in(text: str) -> tuple[date, ...]:
    """The days that `text` names, in its order, each once; UsageError where one of them cannot be read."""
    parts = filter(None, _COMMA.split(_TO.sub("..", text)))
    return tuple(dict.fromkeys(day for part in parts for day in _span(part)))


def _span(text: str) -> Iterator[date]:
    first, to, last = text.partition("..")
    begin = _day(first)
    days = (_day(last) - begin).days if to else 0
    if not 0 <= days < _MOST:
        raise UsageError(_("{text}: the last day is before the first, or too far from it", text=text[:40]))
    return (begin + timedelta(n) for n in range(days + 1))


def _day(text: str) -> date:
    try:
        return read_date(text)
    except ValueError as error:
        raise UsageError(
            _("{text} is not a day", text=text[:40]),
            _("write 2027-01-01, several by commas, or from the first to the last 2027-01-01..2027-01-03"),
        ) from error
