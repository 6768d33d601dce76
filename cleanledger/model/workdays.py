"""Which days are worked: weekends, public holidays, and the weekend days that are worked in their place.

Loads no pydantic, and the library's tables only when a day is asked for.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import NamedTuple, Protocol

from cleanledger.i18n import N_

HOLIDAYS = (
    N_("New Year's Day"),
    N_("Spring Festival"),
    N_("Tomb-sweeping Day"),
    N_("Labour Day"),
    N_("Dragon Boat Festival"),
    N_("National Day"),
    N_("Mid-autumn Festival"),
    N_("Anti-Fascist 70th Day"),
)
"""What the library calls the holidays."""

_SATURDAY = 5
_DECEMBER = 12
_DAY = timedelta(days=1)


class YearUnknown(Exception):
    """Neither the library nor `calendar.yaml` has the days off of `year`."""

    def __init__(self, year: int) -> None:
        super().__init__(year)
        self.year = year


class Announced(Protocol):
    """The days off of a year as announced: an item of `calendar.yaml`."""

    @property
    def year(self) -> int:
        """The year."""

    @property
    def doc(self) -> str:
        """The announcement's number."""

    @property
    def holidays(self) -> Iterable[date]:
        """Days off; they may lie on a weekend."""

    @property
    def workdays(self) -> Iterable[date]:
        """Weekend days that are worked."""


class Calendar(Protocol):
    """What `calendar.yaml` holds."""

    @property
    def years(self) -> Iterable[Announced]:
        """One item a year."""


class Skipped(NamedTuple):
    """A day that is not worked.

    `why`: weekend or holiday. `name`: which holiday, one of HOLIDAYS, or the 文号 that says so; else "".
    """

    day: date
    why: str
    name: str = ""


class Counted(NamedTuple):
    """The working days counted one by one, up to `last`, and what was skipped on the way."""

    last: date
    counted: tuple[date, ...]
    skipped: tuple[Skipped, ...]


class Year(NamedTuple):
    """The days off of one year. `doc`: the 文号 in `calendar.yaml`, "" where the library has the year."""

    year: int
    doc: str
    holidays: Mapping[date, str]
    """What each is named by, see `Skipped.name`."""
    makeup: frozenset[date]
    worked: tuple[date, ...]
    """Every working day, in order."""


class Workdays:
    """The working days by the library and by `calendar.yaml`.

    A year that `calendar.yaml` has is read from there alone. The announcement for a year may name days of the
    December before (New Year's Day 2012 was made up for on 2011-12-31): they count whoever has that December.
    A year that neither has is unknown: nothing is guessed from the days of the week.
    """

    def __init__(self, calendar: Calendar) -> None:
        self._announced = {
            each.year: each for each in calendar.years if date.min.year <= each.year <= date.max.year
        }
        self._years: dict[int, Year] = {}

    def years(self) -> tuple[int, ...]:
        """The years that are known."""
        return tuple(sorted({*self._announced, *(day.year for day in _published()[0])}))

    def year(self, number: int) -> Year:
        """The days off of one year; YearUnknown where it is in neither place."""
        if number not in self._years:
            self._years[number] = self._read(number)
        return self._years[number]

    def works(self, day: date) -> bool:
        """Whether `day` is worked; YearUnknown where its year is in neither place."""
        return self._why_not(day) is None

    def after(self, base: date, count: int) -> Counted:
        """The `count`-th working day after `base`, which does not count itself; none is `base` itself.

        YearUnknown where the count runs into a year that is in neither place.
        """
        if count < 0:
            raise ValueError(count)
        counted: list[date] = []
        skipped: list[Skipped] = []
        day = base
        while len(counted) < count:
            day = self._next(day)
            if reason := self._why_not(day):
                skipped.append(reason)
            else:
                counted.append(day)
        return Counted(day, tuple(counted), tuple(skipped))

    def between(self, first: date, last: date) -> int:
        """How many working days come after `first`, up to and including `last`; 0 where `last` is not later.

        YearUnknown where one of those days is of a year that is in neither place.
        """
        if last <= first:
            return 0
        worked = (self.year(number).worked for number in range(self._next(first).year, last.year + 1))
        return sum(bisect_right(days, last) - bisect_right(days, first) for days in worked)

    def _next(self, day: date) -> date:
        if day == date.max:
            raise YearUnknown(day.year + 1)
        return day + _DAY

    def _why_not(self, day: date) -> Skipped | None:
        year = self.year(day.year)
        if day in year.makeup:
            return None
        if day in year.holidays:
            return Skipped(day, "holiday", year.holidays[day])
        return Skipped(day, "weekend") if day.weekday() >= _SATURDAY else None

    def _read(self, number: int) -> Year:
        item = self._announced.get(number)
        holidays, makeup = ({}, set()) if item else _published_in(number)
        # The announcement for the next year has the last word on this December.
        for each in filter(None, (item, self._announced.get(number + 1))):
            holidays.update(dict.fromkeys(_days(each.holidays, number, each.year), each.doc))
            makeup.difference_update(holidays)
            makeup.update(_days(each.workdays, number, each.year))
            holidays = {day: name for day, name in holidays.items() if day not in makeup}
        if item is None and not any(day.month < _DECEMBER for day in holidays):
            raise YearUnknown(number)
        worked = tuple(
            day
            for day in _all_days(number)
            if day in makeup or (day not in holidays and day.weekday() < _SATURDAY)
        )
        return Year(number, item.doc if item else "", holidays, frozenset(makeup), worked)


def _days(days: Iterable[date], year: int, announced_for: int) -> list[date]:
    """Those of `days` that lie in `year`: of another year's announcement only its December."""
    return [day for day in days if day.year == year and (year == announced_for or day.month == _DECEMBER)]


def _all_days(year: int) -> Iterator[date]:
    first = date(year, 1, 1)
    return (first + n * _DAY for n in range((date(year, 12, 31) - first).days + 1))


def _published() -> tuple[Mapping[date, str], Mapping[date, str]]:
    """The library's holidays and make-up days, each with the holiday's name."""
    import chinese_calendar  # noqa: PLC0415 - what counts no working days has no use for the tables

    return chinese_calendar.holidays, chinese_calendar.workdays


def _published_in(year: int) -> tuple[dict[date, str], set[date]]:
    holidays, makeup = _published()
    return (
        {day: name for day, name in holidays.items() if day.year == year},
        {day for day in makeup if day.year == year},
    )


def review_late_on(workdays: Workdays, submitted_on: date, review_days: int) -> date:
    """The last day on which what was submitted may be reviewed in time: the reviewer is late after it.

    YearUnknown where that day is in a year without a calendar, even when today is not. Whether the reviewer
    is late on a day, `workdays.between(submitted_on, day) > review_days` says without the years after it.
    """
    return workdays.after(submitted_on, review_days).last
