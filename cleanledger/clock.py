"""The day of today in the zone of a book."""

from datetime import date, datetime
from zoneinfo import ZoneInfo


def today(timezone: str) -> date:
    """The date now in `timezone` (an IANA name), whatever the machine's own zone is."""
    return datetime.now(ZoneInfo(timezone)).date()
