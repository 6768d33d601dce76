"""Tables of working days: the years that are known, the days of one, and how a day was counted."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from cleanledger.i18n import N_, _
from cleanledger.model.workdays import Counted, Workdays
from cleanledger.reports.table import Column, Content, Table

_CALENDAR = (
    Column("year", N_("year"), Content.NUMBER),
    Column("working_days", N_("working days"), Content.NUMBER),
    Column("days_off", N_("days off"), Content.NUMBER),
    Column("makeup_days", N_("make-up days"), Content.NUMBER),
    Column("says", N_("who says so"), Content.ORIGIN),
    Column("doc", N_("paper")),
)
_SPANS = (
    Column("from", N_("from"), Content.DATE),
    Column("until", N_("until"), Content.DATE),
    Column("days", N_("days"), Content.NUMBER),
    Column("why", N_("counts as"), Content.DAY_KIND),
    Column("name", N_("named by"), Content.HOLIDAY),
)
_WORKDAYS = (
    Column("day", N_("day"), Content.DATE),
    Column("weekday", N_("weekday"), Content.WEEKDAY),
    Column("number", N_("number"), Content.NUMBER),
    Column("why", N_("counts as"), Content.DAY_KIND),
    Column("name", N_("named by"), Content.HOLIDAY),
)
_WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DAY = timedelta(days=1)


def calendar_table(workdays: Workdays) -> Table:
    """Every year that is known, and whether the library or `calendar.yaml` says so."""
    years = map(workdays.year, workdays.years())
    rows = tuple(
        (
            each.year,
            len(each.worked),
            len(each.holidays),
            len(each.makeup),
            "calendar.yaml" if each.doc else "default",
            each.doc or None,
        )
        for each in years
    )
    return Table("calendar", _CALENDAR, rows)


def year_table(workdays: Workdays, year: int) -> Table:
    """The days off and make-up days of one year, those that follow each other in one row."""
    found = workdays.year(year)
    rows = sorted((*_spans(found.holidays, "holiday"), *_spans(found.makeup, "makeup")))
    lines = tuple((first, last, (last - first).days + 1, why, name) for first, last, why, name in rows)
    return Table("calendar-year", _SPANS, lines, naming=2)


def _spans(days: Mapping[date, str], why: str) -> Iterator[tuple[date, date, str, str]]:
    """The first and the last of days that follow each other and are named alike."""
    first = None
    for day in sorted(days):
        first = first or day
        if days.get(day + _DAY) != days[day]:
            yield first, day, why, days[day]
            first = None


def workdays_table(workdays: Workdays, base: date, found: Counted) -> Table:
    """Each day counted after `base`, under its number, and each that was skipped, with why."""
    rows: dict[date, tuple[int | None, str, str | None]] = {
        each.day: (None, each.why, each.name or None) for each in found.skipped
    }
    for number, day in enumerate(found.counted, 1):
        makeup = workdays.year(day.year).makeup
        rows[day] = (number, "makeup" if day in makeup else "worked", makeup.get(day))
    lines = tuple((day, _WEEK[day.weekday()], *rows[day]) for day in sorted(rows))
    return Table("workdays", _WORKDAYS, lines, notes=(in_one_line(base, found),))


def in_one_line(base: date, found: Counted) -> str:
    """What was counted, as a sentence."""
    return _(
        "{last} is working day {count} after {base}",
        last=found.last.isoformat(),
        count=len(found.counted),
        base=base.isoformat(),
    )
