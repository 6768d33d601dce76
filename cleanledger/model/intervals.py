"""Intervals such as `6 months`: the day that lies one further on."""

import calendar
import datetime as dt

_DAYS = {"day": 1, "week": 7}
_MONTHS = {"month": 1, "year": 12}


def after(day: dt.date, interval: str) -> dt.date:
    """The day one `interval` after `day`; of a month that is too short the last day."""
    count, _blank, name = interval.partition(" ")
    unit = name.removesuffix("s")
    if unit in _DAYS:
        return dt.date.fromordinal(min(day.toordinal() + int(count) * _DAYS[unit], dt.date.max.toordinal()))
    months = day.year * 12 + day.month - 1 + int(count) * _MONTHS[unit]
    year, month = divmod(months, 12)
    if year > dt.MAXYEAR:
        return dt.date.max
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
