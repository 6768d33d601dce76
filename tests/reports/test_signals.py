"""Signals with their reasons, slow progress, cards that were issued, and reviewers who are late."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleanledger.model.lifecycle import ENDED
from cleanledger.model.plans import CalendarFile
from cleanledger.model.standing import COUNTED_KINDS, Row, standing_on
from cleanledger.model.workdays import Workdays
from cleanledger.reports.catalog import LIST, REPORTS, run
from cleanledger.reports.query import CardType, Query, Rules
from cleanledger.reports.table import Content
from tests.model.builders import day
from tests.model.random_logs import logs
from tests.reports.rows import NEAR, rows
from tests.reports.small_book import DAY, QUERY, did, on, rows_of

FAR, ISSUED = on(12, 31), on(1, 2)


def added(due: date | None = FAR, when: date = ISSUED) -> dict[str, Any]:
    return did("add", when, due=due, lead_unit="GDBH")


def submitted(when: date) -> dict[str, Any]:
    return did("submit", when, note="办")


def measures(*done: date | None, due: date | None = None) -> list[dict[str, Any]]:
    return [{"num": num, "text": "一", "due": due, "done_on": each} for num, each in enumerate(done, 1)]


def entry(*lines: dict[str, Any], due: date | None = FAR, **fields: Any) -> dict[str, Any]:
    return {"due": due, "log": [added(due), *lines]} | fields


def signals(*entries: dict[str, Any], query: Query = QUERY) -> list[dict[str, Any]]:
    return found_in(rows_of(*entries), query)


def found_in(book: Sequence[Row], query: Query) -> list[dict[str, Any]]:
    return [dict(each) for each in run(REPORTS["signals"], book, query).records()]


def facts(found: dict[str, Any], *keys: str) -> tuple[Any, ...]:
    return tuple(found[key] for key in keys)


# --- which, and why -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lines", "fields", "signal", "days", "why"),
    [
        ([], {"due": on(6, 29)}, "red", 1, "overdue"),
        ([], {"due": DAY}, "near", 0, "near"),
        ([], {"due": on(7, 30)}, "near", 30, "near"),
        ([submitted(on(6, 20))], {"due": on(5, 1)}, "waiting", 10, "awaiting"),
        (
            [],
            {"measures": measures(on(1, 9), due=on(1, 3))},
            None,
            None,
            "",
        ),
        ([], {"milestones": [{"title": "一", "due": on(6, 1)}]}, "yellow", 184, "milestone"),
        (
            [],
            {"due": on(7, 9), "milestones": [{"title": "一", "due": on(6, 1)}]},
            "yellow",
            9,
            "milestone near",
        ),
        ([], {"due": on(3, 1), "standing": True, "review_every": "1 month"}, "yellow", None, "review"),
        ([did("suspend", on(2, 1), reason="因", approved_by="head")], {"due": on(3, 1)}, None, None, ""),
        ([did("close", on(2, 1))], {"due": on(3, 1)}, None, None, ""),
    ],
)
def test_a_row_says_why_it_is_there(
    lines: list[dict[str, Any]], fields: dict[str, Any], signal: str | None, days: int | None, why: str
) -> None:
    found = signals(entry(*lines, **fields))
    assert [facts(each, "signal", "days", "why") for each in found] == ([(signal, days, why)] if why else [])


def test_everything_that_is_overdue_of_a_yellow_entry_is_named() -> None:
    late = entry(
        due=on(2, 1),
        standing=True,
        review_every="1 month",
        measures=measures(None, due=on(6, 1)),
        milestones=[{"title": "一", "due": on(6, 1)}],
    )
    assert [each["why"] for each in signals(late)] == ["measure milestone review"]


def test_kinds_without_a_deadline_have_no_signal() -> None:
    risk = {"ledger": "FX-2024", "status": "identified", "log": [did("add", on(1, 2), lead_unit="GDBH")]}
    assert signals(risk) == []


@pytest.mark.parametrize(("ahead", "within"), [(0, 7), (7, 7), (8, 15), (16, 30), (31, None)])
def test_within_is_the_notice_that_the_deadline_falls_under(ahead: int, within: int | None) -> None:
    # The missed milestone makes it yellow; the deadline is near all the same.
    late = entry(due=DAY + timedelta(days=ahead), milestones=[{"title": "一", "due": on(6, 1)}])
    (found,) = signals(late)
    assert facts(found, "signal", "within") == ("yellow", within)


def test_the_most_pressing_come_first() -> None:
    found = signals(
        entry(submitted(on(6, 20)), due=on(5, 1)),
        entry(submitted(on(6, 10)), due=on(5, 1)),
        entry(due=on(7, 9)),
        entry(due=on(7, 2)),
        entry(due=on(6, 20)),
        entry(due=on(6, 1)),
        entry(milestones=[{"title": "一", "due": on(6, 1)}]),
        entry(measures=measures(None)),
    )
    assert [each["id"][-1] for each in found] == ["6", "5", "7", "4", "3", "2", "1", "8"]


# --- slow ---------------------------------------------------------------------------------------

STEADY = entry(due=on(1, 2, 2025), measures=measures(None, on(3, 1), on(7, 9), None))
"""366 days from its first line to its deadline; on DAY 180 are used and one of four measures is done."""


REOPENED = did("reopen", on(6, 20), reason="因", basis="据", due=FAR)


def paced(told: dict[str, Any], query: Query = QUERY) -> tuple[Any, ...]:
    found = run(REPORTS["progress"], rows_of(told), query).records()
    return facts(dict(found[0]), "rate_time_used", "slow")


def test_the_shares_of_time_and_of_measures_have_four_decimals() -> None:
    near = replace(QUERY, terms=replace(QUERY.terms, slow_margin=0))
    (found,) = signals(STEADY, query=near)
    assert facts(found, "rate_time_used", "rate_measures_done") == (Decimal("0.4918"), Decimal("0.2500"))
    assert facts(found, "slow", "why", "signal") == (True, "slow", "none")


def test_slow_is_more_than_the_margin_and_not_the_margin_itself() -> None:
    half = entry(due=DAY + timedelta(days=180), measures=measures(None))
    assert paced(half)[0] == Decimal("0.5000")
    for margin, slow in ((49, True), (50, False), (51, False)):
        asked = replace(QUERY, terms=replace(QUERY.terms, slow_margin=margin))
        assert paced(half, asked)[1] is slow
        assert bool(signals(half, query=asked)) is slow


@pytest.mark.parametrize(
    ("told", "used"),
    [
        # Typed before the list was issued on 2024-01-02, and long after it.
        ({"log": [added(when=on(12, 1, 2023))]}, Decimal(180) / 364),
        ({"log": [added(when=on(6, 1))]}, Decimal(29) / 213),
        ({"log": []}, Decimal(180) / 364),
        # A round has its own time.
        ({"log": [added(), did("close", on(3, 1)), REOPENED]}, Decimal(10) / 194),
        ({"due": on(6, 1), "log": [added(on(6, 1))]}, Decimal(1)),
        # Nothing to divide, or the clock stands.
        ({"due": None, "due_text": "时限待定", "log": [added(None)]}, None),
        ({"due": on(1, 2), "log": [added(on(1, 2))]}, None),
        ({"log": [added(), submitted(on(5, 1))]}, None),
        ({"log": [added(), did("suspend", on(5, 1), reason="因", approved_by="head")]}, None),
        ({"due": on(6, 1), "standing": True, "log": [added(on(6, 1))]}, None),
        ({"standing": True, "log": [added()]}, Decimal(180) / 364),
    ],
)  # fmt: skip
def test_time_runs_from_the_issue_or_the_first_line_of_the_round(
    told: dict[str, Any], used: Decimal | None
) -> None:
    time_used, slow = paced({"due": FAR, "measures": measures(None)} | told)
    assert time_used == (None if used is None else round(used, 4))
    assert (slow is None) == (used is None)


def test_without_measures_nothing_is_slow() -> None:
    assert paced(entry(due=on(6, 1)))[1] is None
    (found,) = signals(entry(due=on(6, 1)))
    assert facts(found, "rate_measures_done", "slow") == (None, None)


# --- cards --------------------------------------------------------------------------------------


def card(type: str, when: date, *entries: str, doc: str | None = None) -> dict[str, Any]:
    given = {"ledger": "JL-2024", "type": type, "date": when, "held_by": "JGJW", "title": type}
    return given | {"entries": [*entries], "doc": doc, "log": [did("add", when)]}


ON_FIRST = "ZG-2024-001"


@pytest.mark.parametrize(
    ("cards", "shown"),
    [
        ([("黄牌", on(6, 1), "黄1")], ("yellow", "黄1")),
        ([("黄牌", on(6, 1), "黄1"), ("黄牌", on(6, 2), "黄2")], ("yellow", "黄2")),
        ([("红牌", on(6, 1), "红1"), ("黄牌", on(6, 2), "黄2")], ("red", "红1")),
        ([("红牌", on(6, 1), None)], ("red", None)),
        ([("红牌", on(7, 1), "红1"), ("黄牌", on(6, 30), "黄1")], ("yellow", "黄1")),
        ([("红牌", on(1, 1), "早"), ("黄牌", on(1, 2), "黄1")], ("yellow", "黄1")),
    ],
)
def test_the_strongest_card_of_the_round_is_shown_and_not_counted(
    cards: list[tuple[str, date, str | None]], shown: tuple[str, str | None]
) -> None:
    issued = [card(type, when, ON_FIRST, doc=doc) for type, when, doc in cards]
    (found,) = signals(entry(), *issued)
    assert facts(found, "card", "card_doc") == shown
    assert facts(found, "signal", "why") == ("none", "card")


def test_a_card_of_an_earlier_round_is_over() -> None:
    reopened = did("reopen", on(5, 1), reason="因", basis="据", due=FAR)
    told = entry(did("close", on(3, 1)), reopened)
    assert signals(told, card("红牌", on(4, 30), ON_FIRST)) == []
    assert [each["card"] for each in signals(told, card("红牌", on(5, 1), ON_FIRST))] == ["red"]


def test_a_card_about_what_has_ended_shows_nothing() -> None:
    assert signals(entry(did("close", on(6, 20))), card("红牌", on(6, 1), ON_FIRST)) == []


def test_the_book_says_which_types_are_cards() -> None:
    said = replace(QUERY, terms=replace(QUERY.terms, cards=(CardType("预警书", "red"),)))
    told = (entry(), card("黄牌", on(6, 1), ON_FIRST))
    assert signals(*told, query=said) == []
    assert signals(entry(), card("预警书", on(6, 1), ON_FIRST), query=said)[0]["card"] == "red"


def test_a_card_lies_in_another_ledger_and_at_another_unit() -> None:
    narrow = replace(QUERY, ledger="ZG-2024", unit="GDBH")
    (found,) = signals(entry(), card("红牌", on(6, 1), ON_FIRST), query=narrow)
    assert found["card"] == "red"


# --- reviewers ----------------------------------------------------------------------------------

WORKDAYS = Workdays(CalendarFile())


def counted(review_days: int = 10) -> Query:
    """By the published calendar; until March the reviewer has a day."""

    def rules(_ledger: str, _kind: str, day: date) -> Rules:
        return Rules(review_days=review_days if day.month > 3 else 1)

    return replace(QUERY, terms=replace(QUERY.terms, worked_between=WORKDAYS.between, rules_on=rules))


def test_a_reviewer_is_late_after_so_many_working_days_and_the_unit_is_not() -> None:
    # From the Friday on: 24 and 25 June are worked, 22 and 23 are a weekend.
    (found,) = signals(entry(submitted(on(6, 21)), due=on(5, 1)), query=replace(counted(2), day=on(6, 25)))
    assert facts(found, "signal", "days", "waited", "reviewer_late") == ("waiting", 4, 2, False)
    (found,) = signals(entry(submitted(on(6, 21)), due=on(5, 1)), query=replace(counted(2), day=on(6, 26)))
    assert facts(found, "signal", "waited", "reviewer_late") == ("waiting", 3, True)


def test_the_rules_of_the_day_of_the_submit_say_when_a_reviewer_is_late() -> None:
    (found,) = signals(entry(submitted(on(3, 27))), query=replace(counted(60), day=on(4, 1)))
    assert facts(found, "waited", "reviewer_late") == (3, True)


def test_only_what_waits_has_waited() -> None:
    (found,) = signals(entry(due=on(6, 1)), query=counted())
    assert facts(found, "waited", "reviewer_late") == (None, None)


def test_a_year_without_a_calendar_is_named_and_fails_nothing() -> None:
    told = [
        entry(submitted(on(6, 21))),
        entry(
            submitted(
                on(6, 21),
            ),
            due=on(5, 1),
        ),
    ]
    table = run(REPORTS["signals"], rows_of(*told), replace(counted(), day=date(2031, 1, 1)))
    assert [facts(dict(each), "waited", "reviewer_late") for each in table.records()] == [(None, None)] * 2
    assert [note for note in table.notes if "calendar.yaml" in note and "20" in note] == list(table.notes[1:])
    assert len(table.notes) == 2


# --- laws ---------------------------------------------------------------------------------------

MANY = replace(QUERY, near_days=NEAR)


@st.composite
def books(draw: st.DrawFn) -> tuple[Row, ...]:
    """A few entries with legal logs, and parts that may be late."""
    entries = []
    days = st.none() | st.integers(-20, 500).map(day)
    for ledger, kind in draw(
        st.lists(st.sampled_from([("ZG-2024", "rectification"), ("RW-2024", "task")]), max_size=4)
    ):
        parts = measures(*draw(st.lists(days, max_size=3)), due=draw(days))
        entries.append({
            "ledger": ledger, "due": FAR, "log": draw(logs(kind)), "measures": parts,
            "standing": draw(st.none() | st.just(True)), "review_every": "6 months",
        })  # fmt: skip
    return rows_of(*entries, card("红牌", on(5, 1), ON_FIRST, "RW-2024-002"))


@settings(max_examples=100)
@given(books(), st.integers(-10, 900).map(day))
def test_every_signal_is_that_of_standing_on(book: tuple[Row, ...], judged: date) -> None:
    query = replace(MANY, day=judged, terms=replace(QUERY.terms, worked_between=WORKDAYS.between))
    standings = {row.id: standing_on(row, judged, NEAR) for row in book}
    found = {each["id"]: each for each in found_in(book, query)}
    for one in book:
        standing = standings[one.id]
        if one.kind not in COUNTED_KINDS or standing is None or standing.status in ENDED:
            assert one.id not in found
            continue
        assert one.id in found or standing.signal == "none"
        if one.id in found:
            each = found[one.id]
            assert facts(each, "signal", "status", "due", "days") == (
                standing.signal, standing.status, standing.due, standing.days,
            )  # fmt: skip
            why = set(str(each["why"]).split())
            assert why
            assert ("overdue" in why) == (standing.signal == "red")
            assert ("awaiting" in why) == (standing.signal == "waiting")
            assert bool({"measure", "milestone", "review"} & why) == (standing.signal == "yellow")
            assert ("near" in why) == (each["within"] is not None)
            assert ("slow" in why) == (each["slow"] is True)
            assert ("card" in why) == (each["card"] is not None)


WITH_SIGNALS = [
    report
    for report in (LIST, *REPORTS.values())
    if {"id", "signal"} <= {column.key for column in report.columns}
]


def test_signals_stand_in_every_list_of_what_is_open() -> None:
    assert {*WITH_SIGNALS} >= {
        LIST,
        *(REPORTS[name] for name in ("signals", "deadlines", "overdue", "progress")),
    }


@given(books() | rows(), st.integers(-10, 900).map(day))
def test_a_signal_means_the_same_in_every_report(book: tuple[Row, ...], judged: date) -> None:
    query = replace(MANY, day=judged)
    standings = {row.id: standing_on(row, judged, NEAR) for row in book}
    for report in WITH_SIGNALS:
        for record in run(report, book, query).records():
            standing = standings[str(record["id"])]
            assert standing is not None
            assert record["signal"] == standing.signal
            assert all(
                record[column.key] is None or isinstance(record[column.key], bool)
                for column in report.columns
                if column.content is Content.TRUTH
            )


@given(books(), st.integers(0, 400), st.integers(0, 400))
def test_ahead_of_the_last_line_what_is_late_stays_late(book: tuple[Row, ...], first: int, more: int) -> None:
    last = max((act.date for row in book for act in row.acts), default=DAY)

    def late(days: int) -> set[object]:
        query = replace(MANY, day=last + timedelta(days=days))
        return {
            each["id"] for each in run(REPORTS["signals"], book, query).records() if each["signal"] == "red"
        }

    assert late(first) <= late(first + more)


def test_nothing_of_a_row_depends_on_a_card_but_the_card() -> None:
    plain = entry(due=on(6, 1))
    (without,) = signals(plain)
    (having,) = signals(plain, card("黄牌", on(6, 2), ON_FIRST, doc="黄1"))
    changed = {key for key in having if having[key] != without[key]}
    assert changed == {"card", "card_doc", "why"}
