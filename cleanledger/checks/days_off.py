"""LG910 to LG914: the days off and make-up days of `calendar.yaml`."""

from collections.abc import Iterator, Sequence
from datetime import date

from cleanledger.checks.rule import Rule, Whole, book_rule
from cleanledger.i18n import N_, _
from cleanledger.model.plans import CalendarYear
from cleanledger.model.source import FieldPath, Problem

_FILE = "calendar.yaml"
_SATURDAY, _DECEMBER = 5, 12


def _named(years: Sequence[CalendarYear]) -> Iterator[tuple[CalendarYear, FieldPath, date]]:
    """Every day that is listed, with its year's item and its place."""
    for index, each in enumerate(years):
        for key, days in (("holidays", each.holidays), ("workdays", each.workdays)):
            yield from ((each, ("years", index, key, place), day) for place, day in enumerate(days))


@book_rule(
    "LG910",
    "calendar-day-of-another-year",
    hint=N_("ledger calendar set YEAR holidays-=DATE takes a day out, workdays-=DATE a make-up day"),
)
def calendar_day_of_another_year(whole: Whole) -> Iterator[tuple[str, Problem]]:
    """A year of the calendar lists a day of another year.

    Why: a year is read from its own item, so the day would count for nothing. The December before is no other
    year: what is announced for New Year's Day may reach into it.

    Example:
        # calendar.yaml
        years:
          - year: 2027
            doc: 国办发明电〔2026〕1号
            holidays: [2027-01-01, 2028-01-01]  # LG910
    """
    for each, place, day in _named(whole.setting.calendar.years):
        if day.year != each.year and (day.year, day.month) != (each.year - 1, _DECEMBER):
            said = _("{day} is no day of {year}", day=day.isoformat(), year=each.year)
            yield _FILE, Problem(said, place)


@book_rule(
    "LG911",
    "calendar-day-twice",
    hint=N_("ledger calendar set YEAR holidays-=DATE takes a day out, workdays-=DATE a make-up day"),
)
def calendar_day_twice(whole: Whole) -> Iterator[tuple[str, Problem]]:
    """A year of the calendar lists a day twice, or both as a day off and as worked.

    Why: a day is worked or it is not, and a deadline depends on which.

    Example:
        # calendar.yaml
        years:
          - year: 2027
            doc: 国办发明电〔2026〕1号
            holidays: [2027-01-01, 2027-02-06]
            workdays: [2027-02-06]  # LG911
    """
    seen: set[tuple[str | int, date]] = set()
    for _each, place, day in _named(whole.setting.calendar.years):
        # By item: a year that is there twice is one finding, not one more for each of its days.
        if (place[1], day) in seen:
            yield _FILE, Problem(_("{day} is listed before", day=day.isoformat()), place)
        seen.add((place[1], day))


@book_rule("LG912", "calendar-year-twice", hint=N_("put both into one item"))
def calendar_year_twice(whole: Whole) -> Iterator[tuple[str, Problem]]:
    """The calendar has a year twice.

    Why: only one of them is read. A later announcement changes the item that is there.

    Example:
        # calendar.yaml
        years:
          - {year: 2027, doc: 国办发明电〔2026〕1号, …}
          - {year: 2027, doc: 国办发明电〔2027〕3号, …}  # LG912
    """
    seen: set[int] = set()
    for index, each in enumerate(whole.setting.calendar.years):
        if each.year in seen:
            yield _FILE, Problem(_("{code} is there twice", code=each.year), ("years", index, "year"))
        seen.add(each.year)


@book_rule(
    "LG913",
    "make-up-day-on-a-weekday",
    hint=N_("put the day right, or take it out: ledger calendar set YEAR workdays-=DATE"),
)
def make_up_day_on_a_weekday(whole: Whole) -> Iterator[tuple[str, Problem]]:
    """A make-up day is no Saturday or Sunday.

    Why: other days are worked anyway; the day that was meant is missing, and deadlines come out wrong.

    Example:
        # calendar.yaml
        years:
          - year: 2027
            …
            workdays: [2027-02-19]  # LG913
    """
    for _each, place, day in _named(whole.setting.calendar.years):
        if place[2] == "workdays" and day.weekday() < _SATURDAY:
            yield _FILE, Problem(_("{day} is no Saturday or Sunday", day=day.isoformat()), place)


@book_rule(
    "LG914",
    "calendar-year-without-days-off",
    hint=N_("ledger calendar set YEAR holidays+=FIRST..LAST adds them"),
)
def calendar_year_without_days_off(whole: Whole) -> Iterator[tuple[str, Problem]]:
    """A year of the calendar has no days off.

    Why: every year has some; a deadline in working days would run through them.

    Example:
        # calendar.yaml
        years:
          - {year: 2027, doc: 国办发明电〔2026〕1号}  # LG914
    """
    for index, each in enumerate(whole.setting.calendar.years):
        if not each.holidays:
            said = _("{year} has no days off", year=each.year)
            yield _FILE, Problem(said, ("years", index, "year"))


RULES: tuple[Rule, ...] = (
    calendar_day_of_another_year,
    calendar_day_twice,
    calendar_year_twice,
    make_up_day_on_a_weekday,
    calendar_year_without_days_off,
)
