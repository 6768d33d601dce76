"""The periods of what recurs: every day is in exactly one, and short months are not left out."""

import subprocess
import sys
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cleanledger.model.intervals import after, from_words
from cleanledger.model.periods import CALENDAR, Span, spans

ONE = timedelta(days=1)
INTERVALS = st.builds(
    lambda count, unit: f"{count} {unit}",
    st.integers(1, 30) | st.integers(1, 9999),
    st.sampled_from(["day", "days", "week", "weeks", "month", "months", "year", "years"]),
)
ENDS_OF_MONTHS = st.sampled_from(
    [date(2024, 1, 31), date(2024, 2, 29), date(2023, 12, 30), date(2023, 8, 31)]
)
DAYS = st.dates(date(1990, 1, 1), date(2060, 12, 31)) | ENDS_OF_MONTHS


def codes(every: str, anchor: date | None, first: date, last: date) -> list[str]:
    return [span.code_of(every) for span in spans(every, anchor, first, last)]


@given(INTERVALS, DAYS, st.integers(0, 500))
@example("1 month", date(2024, 1, 31), 400)
@example("1 year", date(2024, 2, 29), 499)
def test_every_day_from_the_first_on_is_in_exactly_one_period(every: str, anchor: date, days: int) -> None:
    last = anchor + timedelta(days=days)
    found = list(spans(every, anchor, anchor, last))
    assert found[0].first == anchor
    assert found[-1].holds(last)
    assert all(earlier.last + ONE == later.first for earlier, later in pairwise(found))
    assert all(span.first <= span.last for span in found)


@given(INTERVALS, DAYS, st.integers(0, 1500))
@example("1 month", date(2024, 1, 31), 100)
@example("3 months", date(2023, 11, 30), 200)
@example("4 years", date(2024, 2, 29), 1500)
def test_each_begins_whole_intervals_after_the_first(every: str, anchor: date, days: int) -> None:
    """One truth: what recurs by rule begins on the days that `after` counts to."""
    found = list(spans(every, anchor, anchor, anchor + timedelta(days=days)))
    assert [span.first for span in found] == [after(anchor, every, times) for times in range(len(found))]


@given(INTERVALS, DAYS, st.integers(0, 300), st.integers(0, 300))
def test_only_what_meets_the_days_asked_for_is_given_and_whole(
    every: str, anchor: date, skipped: int, days: int
) -> None:
    first = anchor + timedelta(days=skipped)
    last = first + timedelta(days=days)
    everything = list(spans(every, anchor, anchor, last))
    assert list(spans(every, anchor, first, last)) == [span for span in everything if span.last >= first]


def test_a_month_that_is_too_short_is_not_left_out() -> None:
    found = list(spans("1 month", date(2024, 1, 31), date(2024, 1, 31), date(2024, 5, 1)))
    assert [span.first.isoformat() for span in found] == [
        "2024-01-31",
        "2024-02-29",
        "2024-03-31",
        "2024-04-30",
    ]


def test_a_year_that_began_on_the_leap_day_begins_on_the_last_of_february() -> None:
    found = list(spans("1 year", date(2024, 2, 29), date(2024, 2, 29), date(2028, 3, 1)))
    assert [span.first for span in found] == [
        date(2024, 2, 29),
        date(2025, 2, 28),
        date(2026, 2, 28),
        date(2027, 2, 28),
        date(2028, 2, 29),
    ]


def test_two_weeks_run_on_over_the_end_of_the_year() -> None:
    assert codes("2 weeks", date(2024, 12, 9), date(2024, 12, 31), date(2025, 1, 6)) == [
        "2024-12-23/2025-01-05",
        "2025-01-06/2025-01-19",
    ]


@pytest.mark.parametrize("day", [date(2024, 12, 31), date(2025, 1, 1)])
@pytest.mark.parametrize(
    ("every", "wanted"),
    [
        ("1 month", ("2024-12", "2025-01")),
        ("3 months", ("2024-Q4", "2025-Q1")),
        ("6 months", ("2024-H2", "2025-H1")),
        ("12 months", ("2024", "2025")),
        ("1 year", ("2024", "2025")),
        ("1 day", ("2024-12-31", "2025-01-01")),
        ("1 week", ("2024-12-30/2025-01-05",) * 2),
        ("2 weeks", ("2024-12-30/2025-01-12",) * 2),
    ],
)
def test_without_a_first_day_it_is_as_the_calendar_has_it(
    every: str, wanted: tuple[str, str], day: date
) -> None:
    assert codes(every, None, day, day) == [wanted[day.year - 2024]]


def test_the_calendar_begins_with_a_year_and_a_week() -> None:
    assert (CALENDAR.month, CALENDAR.day, CALENDAR.weekday()) == (1, 1, 0)


@pytest.mark.parametrize(
    ("first", "last", "every", "code"),
    [
        ("2024-02-01", "2024-02-29", "1 month", "2024-02"),
        ("2024-02-01", "2024-02-28", "1 month", "2024-02-01/2024-02-28"),
        ("2023-02-01", "2023-02-28", "4 weeks", "2023-02-01/2023-02-28"),
        ("2023-02-01", "2023-02-28", "28 days", "2023-02-01/2023-02-28"),
        ("2024-01-15", "2024-02-14", "1 month", "2024-01-15/2024-02-14"),
        ("2024-02-01", "2024-04-30", "3 months", "2024-02-01/2024-04-30"),
        ("2024-10-01", "2024-12-31", "3 months", "2024-Q4"),
        ("2024-04-01", "2024-09-30", "6 months", "2024-04-01/2024-09-30"),
        ("2024-07-01", "2025-06-30", "1 year", "2024-07-01/2025-06-30"),
        ("2024-01-01", "2025-12-31", "2 years", "2024-01-01/2025-12-31"),
        ("2024-03-04", "2024-03-04", "1 day", "2024-03-04"),
        ("9999-12-01", "9999-12-31", "1 month", "9999-12"),
    ],
)
def test_a_period_is_named_by_the_calendar_where_it_is_one_of_the_calendar(
    first: str, last: str, every: str, code: str
) -> None:
    assert Span(date.fromisoformat(first), date.fromisoformat(last)).code_of(every) == code


@given(INTERVALS, DAYS)
def test_no_two_periods_have_one_code(every: str, anchor: date) -> None:
    found = codes(every, anchor, anchor, anchor + timedelta(days=400))
    assert len(set(found)) == len(found)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("每天", "1 day"),
        ("每周", "1 week"),
        ("每两周", "2 weeks"),
        ("双周", "2 weeks"),
        ("每2周", "2 weeks"),
        ("两周一次", "2 weeks"),
        ("每两星期", "2 weeks"),
        ("每月", "1 month"),
        ("一月一次", "1 month"),
        ("每三个月", "3 months"),
        ("每季", "3 months"),
        ("每季度", "3 months"),
        ("半年", "6 months"),
        ("每半年", "6 months"),
        ("每年", "1 year"),
        ("6 months", "6 months"),
        ("半月", "半月"),
        ("每", "每"),
        ("有时", "有时"),
    ],
)
def test_an_interval_is_read_as_offices_say_it(typed: str, stored: str) -> None:
    assert from_words(typed) == stored


def test_the_rules_of_recurrence_are_loaded_by_what_looks_at_periods_alone() -> None:
    code = """
import sys
import cleanledger.cli.app, cleanledger.reports.catalog, cleanledger.model.standing
from datetime import date
from cleanledger.model.periods import spans
before = "dateutil.rrule" in sys.modules
list(spans("1 month", None, date(2024, 1, 1), date(2024, 1, 1)))
print(before, "dateutil.rrule" in sys.modules)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False True\n"
