"""What must be held again and again: planned against held, at the edges, handed over, beyond the plan."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleanledger.model.book import Book
from cleanledger.model.intervals import after
from cleanledger.model.setting import Setting
from cleanledger.model.standing import Held, Row, moment_on, next_review, standing_on
from cleanledger.model.units import Directory, UnitsFile
from cleanledger.reports.asked import duties_of
from cleanledger.reports.catalog import REPORTS, run
from cleanledger.reports.duties import DUTIES
from cleanledger.reports.held import held_by, owings, running
from cleanledger.reports.query import By, Duty, Query, Terms
from cleanledger.reports.reviewed import reviewed
from cleanledger.reports.units import UnitNode
from tests.model.builders import line, lines, tree
from tests.model.test_standing import row as standing_row
from tests.reports.rows import row as any_row

UNITS = (UnitNode("ZRZYT", ""), UnitNode("DZ", "ZRZYT"), UnitNode("LD", "ZRZYT"), UnitNode("ZZ", "LD"))
DAY = date(2024, 11, 15)
YEAR = date(2024, 1, 1)
ONE = timedelta(days=1)


def held(type: str, unit: str, *days: date | str, ledger: str = "JL-2024") -> tuple[Row, ...]:
    """A record on each of these days."""
    return tuple(
        any_row(number, "", ledger=ledger, kind="record", lead_unit="", id=f"{type}-{unit}-{day}")._replace(
            held=Held(type, _day(day), unit, (), (), (), "", None, None, None)
        )
        for number, day in enumerate(days, 1)
    )


def _day(day: date | str) -> date:
    return day if isinstance(day, date) else date.fromisoformat(day)


def query(*duties: Duty, day: date = DAY, **facts: Any) -> Query:
    return replace(Query(day, 30, UNITS, terms=Terms(duties=duties)), **facts)


def told(rows: Sequence[Row], asked: Query) -> list[dict[str, Any]]:
    return [dict(each) for each in run(DUTIES, rows, asked).records()]


def periods(rows: Sequence[Row], asked: Query, *keys: str) -> list[tuple[Any, ...]]:
    """Of each period its code and what stands under `keys`."""
    keys = keys or ("planned", "held", "gap", "left", "extra")
    found = (each for each in told(rows, asked) if each["scope"] is None)
    return [(each["period"], *(each[key] for key in keys)) for each in found]


def monthly(since: date | None = YEAR, until: date | None = None, unit: str = "DZ", **facts: Any) -> Duty:
    return Duty("研究", unit, "1 month", since=since, until=until, **facts)


# --- planned, held, gap -------------------------------------------------------------------------


def test_each_period_has_what_was_planned_and_held() -> None:
    rows = held("研究", "DZ", "2024-08-06", "2024-08-31", "2024-10-01")
    assert periods(rows, query(monthly(date(2024, 8, 1)))) == [
        ("2024-08", 1, 2, 0, None, 1),
        ("2024-09", 1, 0, 1, None, 0),
        ("2024-10", 1, 1, 0, None, 0),
        ("2024-11", 1, 0, None, 1, 0),
    ]


@pytest.mark.parametrize(
    ("day", "gap", "left"), [("2024-10-30", None, 1), ("2024-10-31", None, 1), ("2024-11-01", 1, None)]
)
def test_the_period_that_runs_is_no_gap_before_it_has_passed(
    day: str, gap: int | None, left: int | None
) -> None:
    found = periods((), query(monthly(date(2024, 10, 1)), day=_day(day)), "gap", "left")
    assert found[0] == ("2024-10", gap, left)


def test_of_several_a_period_each_counts() -> None:
    yearly = Duty("调度", "LD", "1 year", 3, date(2023, 1, 1))
    rows = held("调度", "LD", "2023-12-31", "2024-01-01", "2024-07-18", "2024-11-20")
    asked = query(yearly, since=date(2023, 1, 1))
    assert periods(rows, asked) == [("2023", 3, 1, 2, None, 0), ("2024", 3, 2, None, 1, 0)]
    assert periods(rows, replace(asked, day=date(2025, 1, 1), until=date(2025, 1, 1)))[1] == (
        *("2024", 3, 3, 0, None, 0),
    )


def test_only_its_type_by_its_unit_counts_whoever_took_part() -> None:
    (record,) = held("研究", "LD", "2024-10-08")
    assert record.held
    there = record._replace(held=record.held._replace(units=("DZ",), to=("DZ",)))
    other = held("调度", "DZ", "2024-10-08")
    found = told((there, *other), query(monthly(date(2024, 10, 1), date(2024, 10, 31))))
    assert [(each["duty"], each["held_by"], each["held"], each["gap"]) for each in found[:2]] == [
        ("研究", "DZ", 0, 1),
        ("研究", "LD", 1, 0),
    ]


@pytest.mark.parametrize(
    ("make_up_day", "period"),
    [
        (date(2024, 10, 12), "2024-10-07/2024-10-20"),  # a Saturday, worked for the National Day
        (date(2024, 9, 29), "2024-09-23/2024-10-06"),  # a Sunday
        (date(2024, 2, 4), "2024-01-29/2024-02-11"),  # a Sunday, worked for the Spring Festival
    ],
)
def test_what_is_held_on_a_make_up_day_counts_in_its_period(make_up_day: date, period: str) -> None:
    duty = Duty("调度", "LD", "2 weeks", since=date(2024, 1, 1))
    assert make_up_day.weekday() >= 5
    found = periods(held("调度", "LD", make_up_day), query(duty), "held")
    assert [each for each in found if each[1]] == [(period, 1)]


def test_two_weeks_over_the_end_of_the_year_are_one_period_of_the_year_they_end_in() -> None:
    duty = Duty("统计", "ZZ", "2 weeks", since=date(2024, 12, 9))
    rows = held("统计", "ZZ", "2024-12-31", "2025-01-01", "2025-01-06")
    asked = query(duty, day=date(2025, 1, 31))
    of_2024 = replace(asked, since=date(2024, 1, 1), until=date(2024, 12, 31))
    assert periods(rows, of_2024, "held", "gap") == [("2024-12-09/2024-12-22", 0, 1)]
    assert periods(rows, replace(asked, until=date(2025, 1, 19)), "held", "gap", "extra") == [
        ("2024-12-23/2025-01-05", 2, 0, 1),
        ("2025-01-06/2025-01-19", 1, 0, 0),
    ]
    assert periods(rows, replace(asked, day=date(2024, 12, 31)), "held", "gap", "left") == [
        ("2024-12-09/2024-12-22", 0, 1, None),
        ("2024-12-23/2025-01-05", 1, None, 0),
    ]


def test_the_leap_day_and_the_edges_of_a_year_count_where_they_lie() -> None:
    rows = held("研究", "DZ", "2023-12-31", "2024-01-01", "2024-02-29", "2024-12-31", "2025-01-01")
    asked = query(monthly(date(2023, 12, 1)), day=date(2025, 1, 31), since=date(2023, 12, 1))
    found = dict(periods(rows, replace(asked, until=date(2025, 1, 31)), "held"))
    assert {period for period, number in found.items() if number} == {
        *("2023-12", "2024-01", "2024-02", "2024-12", "2025-01"),
    }


def test_from_the_last_of_a_month_no_month_is_left_out() -> None:
    found = periods((), query(monthly(date(2024, 1, 31)), day=date(2024, 5, 15)))
    assert [period for period, *_figures in found] == [
        "2024-01-31/2024-02-28",
        "2024-02-29/2024-03-30",
        "2024-03-31/2024-04-29",
        "2024-04-30/2024-05-30",
    ]


def test_without_a_first_day_the_periods_are_those_of_the_calendar() -> None:
    assert [each[0] for each in periods((), query(Duty("评议", "DZ", "3 months"), day=date(2024, 5, 5)))] == [
        "2024-Q1",
        "2024-Q2",
    ]


# --- the time that is asked for -----------------------------------------------------------------


def test_a_month_shows_what_ended_in_it() -> None:
    duties = [
        replace_every(every) for every in ("2 weeks", "1 month", "3 months", "6 months", "1 year", "2 years")
    ]
    asked = query(*duties, since=date(2024, 6, 1), until=date(2024, 6, 30))
    assert [each[0] for each in periods((), asked)] == [
        "2024-05-20/2024-06-02",
        "2024-06-03/2024-06-16",
        "2024-06-17/2024-06-30",
        "2024-06",
        "2024-Q2",
        "2024-H1",
    ]


def replace_every(every: str) -> Duty:
    return Duty("研究", "DZ", every, since=YEAR)


def test_the_time_up_to_today_shows_what_runs_too() -> None:
    asked = query(replace_every("1 year"), since=date(2024, 11, 1), until=date(2024, 11, 30))
    assert [each[0] for each in periods((), asked)] == ["2024"]
    assert periods((), replace(asked, until=date(2024, 11, 14))) == []


def test_nothing_is_owed_before_it_begins_nor_of_time_to_come() -> None:
    assert periods((), query(monthly(date(2025, 1, 1)))) == []
    assert periods((), query(monthly(), since=date(2025, 1, 1))) == []
    assert [each[0] for each in periods((), query(monthly(), day=date(2024, 2, 1)))] == ["2024-01", "2024-02"]


def test_a_unit_sees_its_own_and_what_is_below_it() -> None:
    duties = (monthly(), Duty("统计", "ZZ", "1 month", since=YEAR), Duty("调度", "LD", "1 month", since=YEAR))
    rows = held("调度", "DZ", "2024-03-01")
    found = told(rows, query(*duties, unit="LD"))
    assert {each["held_by"] for each in found} == {"LD", "ZZ"}
    assert {each["held_by"] for each in told(rows, query(*duties, unit="DZ"))} == {"DZ"}


def test_of_one_ledger_only_its_records_count_and_that_is_said() -> None:
    rows = (
        *held("研究", "DZ", "2024-10-08", ledger="JL-2024"),
        *held("研究", "DZ", "2024-10-09", ledger="QT-2024"),
    )
    asked = query(monthly(date(2024, 10, 1)), ledger="JL-2024")
    table = run(DUTIES, rows, asked)
    assert table.rows[0][4] == 1
    assert any("JL-2024" in note for note in table.notes)


# --- beyond the plan ----------------------------------------------------------------------------


def test_a_record_by_a_unit_that_owes_none_is_named_by_its_day() -> None:
    rows = (*held("研究", "LD", "2024-08-13"), *held("约谈", "LD", "2024-08-13"))
    found = told(rows, query(monthly(date(2024, 11, 1))))
    (extra,) = [each for each in found if each["held_by"] == "LD" and each["scope"] is None]
    assert (extra["period"], extra["planned"], extra["held"], extra["gap"], extra["extra"]) == (
        *("2024-08-13", 0, 1, 0, 1),
    )
    assert extra["records"] == "研究-LD-2024-08-13"
    assert extra["every"] is None


def test_what_was_held_outside_of_its_time_is_beyond_the_plan() -> None:
    rows = held("研究", "DZ", "2024-05-31", "2024-06-01", "2024-07-31", "2024-08-01")
    found = periods(rows, query(monthly(date(2024, 6, 1), date(2024, 7, 31))), "planned", "held", "extra")
    assert found == [
        ("2024-06", 1, 1, 0),
        ("2024-07", 1, 1, 0),
        ("2024-05-31", 0, 1, 1),
        ("2024-08-01", 0, 1, 1),
    ]


def test_a_record_counts_for_each_duty_that_it_fits() -> None:
    asked = query(replace_every("1 month"), replace_every("1 year"), since=date(2024, 10, 1), day=DAY)
    found = told(held("研究", "DZ", "2024-10-08"), asked)
    assert [(each["period"], each["held"]) for each in found if each["held"] and not each["scope"]] == [
        ("2024-10", 1),
        ("2024", 1),
    ]


# --- ended, handed over, merged -----------------------------------------------------------------


def test_a_period_that_the_duty_ends_in_plans_nothing() -> None:
    duty = monthly(date(2024, 9, 1), date(2024, 10, 14))
    assert periods((), query(duty), "planned", "gap") == [("2024-09", 1, 1), ("2024-10-01/2024-10-14", 0, 0)]


def test_a_duty_that_passed_on_within_a_period_is_owed_by_who_has_it_at_the_end() -> None:
    first = monthly(date(2024, 8, 1), date(2024, 9, 14))
    then = monthly(date(2024, 9, 15), unit="LD")
    rows = (*held("研究", "DZ", "2024-08-06", "2024-09-05"), *held("研究", "LD", "2024-10-31"))
    found = [
        (each["held_by"], each["period"], each["planned"], each["held"], each["gap"], each["extra"])
        for each in told(rows, query(first, then))
        if each["scope"] is None
    ]
    assert found == [
        ("DZ", "2024-08", 1, 1, 0, 0),
        ("LD", "2024-09", 1, 1, 0, 0),
        ("LD", "2024-10", 1, 1, 0, 0),
        ("LD", "2024-11", 1, 0, None, 0),
    ]


def test_a_duty_that_passed_on_twice_within_a_period_counts_all_three() -> None:
    duties = (
        Duty("调度", "DZ", "1 year", 3, YEAR, date(2024, 3, 31)),
        Duty("调度", "LD", "1 year", 3, date(2024, 4, 1), date(2024, 6, 30)),
        Duty("调度", "ZZ", "1 year", 3, date(2024, 7, 1)),
    )
    rows = (
        *held("调度", "DZ", "2024-03-01"),
        *held("调度", "LD", "2024-05-01"),
        *held("调度", "ZZ", "2024-08-01"),
        *held("调度", "DZ", "2024-05-02"),
    )
    found = [(each["held_by"], each["period"], each["held"]) for each in told(rows, query(*duties))][:2]
    assert found == [("ZZ", "2024", 3), ("DZ", "2024-05-02", 1)]


def test_twins_that_a_merger_makes_are_one_duty() -> None:
    twin = monthly(date(2024, 9, 1))
    assert [each.duty.at_least for each in owings((twin, twin._replace(at_least=2)))] == [2]
    assert len(periods((), query(twin, twin))) == 3


def test_a_unit_owes_nothing_after_its_end() -> None:
    book = {
        "format": "1",
        "name": "账",
        "duties": [{"type": "检查", "held_by": "KYQ", "every": "1 month", "from": YEAR}],
    }
    units = {"units": [{"code": "KYQ", "name": "矿权处", "until": date(2024, 6, 30)}]}
    setting = Setting(Book.model_validate(tree(book)), Directory(UnitsFile.model_validate(tree(units))))
    (duty,) = duties_of(setting)
    assert duty.until == date(2024, 6, 30)
    assert [each[0] for each in periods((), query(duty))][-1] == "2024-06"


def test_of_each_duty_the_period_that_runs() -> None:
    ended, now = monthly(until=date(2024, 6, 30)), Duty("调度", "LD", "2 weeks", since=date(2024, 11, 4))
    records = held_by(held("调度", "LD", "2024-11-06", "2024-11-18"), DAY)
    (none, tally) = running((ended, now), records, DAY)
    assert none is None
    assert tally
    assert (tally.period, tally.held) == ("2024-11-04/2024-11-17", 1)


# --- sums ---------------------------------------------------------------------------------------


def test_the_sums_name_the_periods_that_were_missed() -> None:
    rows = held("研究", "DZ", "2024-08-06", "2024-08-31")
    asked = query(monthly(date(2024, 8, 1)), by=By.DUTY)
    (total,) = told(rows, asked)
    assert {key: total[key] for key in ("planned", "held", "gap", "left", "extra", "missing", "period")} == {
        "planned": 4,
        "held": 2,
        "gap": 2,
        "left": 1,
        "extra": 1,
        "missing": "2024-09 2024-10",
        "period": None,
    }
    assert (total["since"], total["until"]) == (YEAR, DAY)


FIGURES = ("planned", "held", "gap", "left", "extra")
_DUTIES = st.builds(
    Duty,
    st.sampled_from(["研究", "调度"]),
    st.sampled_from(["DZ", "LD", "ZZ"]),
    st.sampled_from(["1 week", "2 weeks", "1 month", "3 months", "6 months", "1 year", "10 days"]),
    st.integers(1, 3),
    st.none() | st.dates(date(2022, 1, 1), date(2025, 6, 30)),
    st.none() | st.dates(date(2023, 6, 30), date(2026, 1, 1)),
)
_RECORDS = st.lists(
    st.tuples(
        st.sampled_from(["研究", "调度", "检查"]),
        st.sampled_from(["DZ", "LD", "ZZ", ""]),
        st.dates(date(2023, 1, 1), date(2025, 12, 31)),
    ),
    max_size=25,
).map(lambda each: tuple(row for type, unit, day in each for row in held(type, unit, day)))
_TIMES = st.tuples(st.dates(date(2023, 1, 1), date(2025, 12, 31)), st.booleans())


@given(st.lists(_DUTIES, max_size=4), _RECORDS, _TIMES)
def test_gap_and_left_and_extra_are_what_was_planned_less_what_was_held(
    duties: list[Duty], rows: tuple[Row, ...], time: tuple[date, bool]
) -> None:
    day, whole = time
    asked = query(*duties, day=day, since=date(2022, 1, 1) if whole else None)
    for each in told(rows, asked):
        short = max(each["planned"] - each["held"], 0)
        assert each["extra"] == max(each["held"] - each["planned"], 0) or each["scope"] == "all"
        assert (each["gap"] or 0) + (each["left"] or 0) == short or each["scope"] == "all"
        assert each["planned"] == each["held"] - each["extra"] + (each["gap"] or 0) + (each["left"] or 0)
        if each["scope"] is None:
            assert (each["gap"] is None) == (day <= each["until"]) == (each["left"] is not None) or (
                each["every"] is None and each["gap"] == 0
            )


@given(st.lists(_DUTIES, max_size=4), _RECORDS, _TIMES)
def test_the_foot_and_the_rows_by_duty_are_the_sums_of_the_periods(
    duties: list[Duty], rows: tuple[Row, ...], time: tuple[date, bool]
) -> None:
    day, whole = time
    asked = query(*duties, day=day, since=date(2022, 1, 1) if whole else None)
    found = told(rows, asked)
    sums, parts = ([each for each in found if (each["scope"] == "all") is all_] for all_ in (True, False))
    for key in FIGURES:
        assert sum(each[key] for each in sums) == sum(each[key] or 0 for each in parts)
    by_duty = told(rows, replace(asked, by=By.DUTY))
    assert [each | {"scope": "all"} for each in by_duty] == sums


@given(st.lists(_DUTIES, max_size=4), _RECORDS, st.dates(date(2023, 1, 1), date(2026, 1, 1)))
def test_every_record_of_such_a_type_is_somewhere(
    duties: list[Duty], rows: tuple[Row, ...], day: date
) -> None:
    """Over all time nothing that was held is lost, and nothing is counted that is no record of the type."""
    found = told(rows, query(*duties, day=day, since=date(2000, 1, 1)))
    named = {record for each in found for record in (each["records"] or "").split()}
    types = {duty.type for duty in duties}
    assert named == {row.id for row in rows if row.held and row.held.type in types and row.held.date <= day}


@given(st.lists(_DUTIES, max_size=3), _RECORDS, st.dates(date(2023, 6, 1), date(2024, 3, 31)))
def test_the_months_of_a_time_together_have_every_period_that_ended_in_it_once(
    duties: list[Duty], rows: tuple[Row, ...], day: date
) -> None:
    first = date(2023, 1, 1)
    whole = [each for each in periods(rows, query(*duties, day=day, since=first)) if each[3] is not None]
    split: list[tuple[Any, ...]] = []
    month = first
    while month <= day:
        last = after(month, "1 month") - ONE
        found = periods(rows, query(*duties, day=day, since=month, until=last))
        split += [each for each in found if each[3] is not None]
        month = last + ONE
    assert sorted(split) == sorted(whole)


# --- reviews ------------------------------------------------------------------------------------


def reviewed_on(*days: date, due: date = date(2024, 6, 30)) -> Row:
    """A standing entry, reviewed on these days, that owes a review every six months."""
    log = [*lines(), *(line("review", day) for day in days)]
    return standing_row(log, standing=True, due=due)


def test_reviews_are_counted_from_one_to_the_next() -> None:
    entry = reviewed_on(date(2024, 11, 5), date(2025, 5, 5))
    found = periods((entry,), query(day=date(2026, 1, 1), since=YEAR), "planned", "held", "gap", "left")
    assert found == [
        ("2024-07-01/2024-11-05", 1, 1, 0, None),
        ("2024-11-06/2025-05-05", 1, 1, 0, None),
        ("2025-05-06/2025-11-05", 1, 0, 1, None),
        ("2025-11-06/2026-05-05", 1, 0, None, 1),
    ]
    (total,) = told((entry,), query(day=date(2026, 1, 1), since=YEAR, by=By.DUTY))
    assert (total["duty"], total["held_by"], total["every"]) == ("ZG-2024-001", "GDBH", "6 months")


def test_a_review_that_came_late_leaves_its_period_missed() -> None:
    found = periods((reviewed_on(date(2025, 1, 2)),), query(day=date(2025, 2, 1), since=YEAR), "held", "gap")
    assert found == [
        ("2024-07-01/2024-12-30", 0, 1),
        ("2024-12-31/2025-01-02", 1, 0),
        ("2025-01-03/2025-07-02", 0, None),
    ]


def test_a_review_before_the_deadline_moves_the_first_that_is_owed() -> None:
    found = periods(
        (reviewed_on(date(2024, 5, 6)),), query(day=date(2024, 8, 1), since=YEAR), "planned", "held"
    )
    assert found == [("2024-05-06", 0, 1), ("2024-05-07/2024-11-06", 1, 0)]


def test_an_entry_that_rested_at_the_end_of_a_period_owed_nothing_in_it() -> None:
    log = [*lines(), line("suspend", date(2024, 12, 20)), line("resume", date(2025, 1, 10))]
    entry = standing_row(log, standing=True)
    found = periods((entry,), query(day=date(2025, 2, 1), since=YEAR))
    assert found == [("2024-12-31/2025-06-30", 1, 0, None, 1, 0)]


def test_an_entry_that_is_closed_owes_no_more() -> None:
    log = [*lines(), line("review", date(2024, 12, 1)), line("submit", date(2025, 1, 5))]
    entry = standing_row([*log, line("close", date(2025, 1, 6))], standing=True)
    found = periods((entry,), query(day=date(2026, 1, 1), since=YEAR))
    assert [each[0] for each in found] == ["2024-07-01/2024-12-01"]


_REVIEWS = st.lists(st.dates(date(2024, 2, 1), date(2026, 12, 31)), max_size=5, unique=True).map(sorted)


@given(_REVIEWS, st.dates(date(2024, 1, 2), date(2027, 6, 30)))
def test_what_is_owed_next_is_what_the_standing_says(days: list[date], day: date) -> None:
    """One truth: the first period without a review ends on the day of `next_review`, and yellow is a gap."""
    entry = reviewed_on(*days)
    moment = moment_on(entry.moments, day)
    assert moment is not None
    owed = next_review(entry, moment, day)
    answered = max((each for each in days if each <= day), default=moment.due)
    assert answered is not None
    tallies = list(reviewed(entry, day))
    waiting = [each for each in tallies if each.span.first > answered]
    assert [each.span.last for each in waiting[:1]] == ([owed] if day > answered else [])
    standing = standing_on(entry, day, 30)
    assert standing is not None
    assert (standing.signal == "yellow") is any(each.gap for each in waiting)


@given(_REVIEWS, st.dates(date(2024, 7, 1), date(2027, 6, 30)))
def test_every_day_since_the_deadline_is_in_exactly_one_period_of_a_review(
    days: list[date], day: date
) -> None:
    tallies = [each for each in reviewed(reviewed_on(*days), day) if each.planned]
    # A first review that came before it was owed is what the others count from.
    expected = min((date(2024, 6, 30), *days)) + ONE
    for each in tallies:
        assert each.span.first == expected
        expected = each.span.last + ONE
    assert sum(each.held for each in reviewed(reviewed_on(*days), day)) == len([d for d in days if d <= day])


def test_the_report_is_offered_by_its_names() -> None:
    assert REPORTS["duties"].chinese == "例行"
