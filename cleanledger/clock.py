"""The day of today in the zone of a book, and this moment."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


def today(timezone: str) -> date:
    """The date now in `timezone` (an IANA name), whatever the machine's own zone is."""
    return datetime.now(ZoneInfo(timezone)).date()


def now() -> datetime:
    """This moment."""
    return datetime.now(UTC)
