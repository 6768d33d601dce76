"""The ladder of notices: what is owed on a day, since when, what begins it anew, and what the report says."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleanledger.model.setting import row_of
from cleanledger.model.standing import Bucket, Row, standing_on
from cleanledger.reports.asked import query_on
from cleanledger.reports.catalog import NOTICES, REPORTS, run
from cleanledger.reports.letters import letters
from cleanledger.reports.notices import notices, notices_by_entry, owed_step
from cleanledger.reports.query import Query, Rung
from cleanledger.reports.spells import Stretch, spells
from cleanledger.store.library import Entries, Shelf, load_setting
from tests.reports.small_book import QUERY, did, on, rows_of
from tests.reports.test_slow import notice, task
from tests.sample import BOOK, TODAY

RUNGS = (Rung("提醒函", 1), Rung("督办函", 15), Rung("约谈", 30), Rung("通报", 60))
DUE = on(3, 31)


def asked(day: date, *rows: Row, ladder: Sequence[Rung] = RUNGS) -> Query:
    return replace(QUERY, day=day, everything=rows, terms=replace(QUERY.terms, ladder=tuple(ladder)))


def owed_on(day: date, rows: Sequence[Row], ladder: Sequence[Rung] = RUNGS) -> tuple[str, date | None] | None:
    """The type that the first of `rows` owes, and since when."""
    sent = notices_by_entry(notices(asked(day, *rows)))
    step = owed_step(rows[0], sent.get(rows[0].id, ()), ladder, day)
    return (step.rung.type, step.owed) if step else None


def sent(number: int, type: str, day: date, **fields: Any) -> dict[str, Any]:
    return notice(number, type, day, entries=["ZG-2024-001"], **fields)


def ladder_of(day: date, *entries: dict[str, Any], **asks: Any) -> list[dict[str, Any]]:
    rows = rows_of(*entries)
    return [dict(each) for each in run(REPORTS["ladder"], rows, replace(asked(day, *rows), **asks)).records()]


# --- what is owed ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("days", "before", "owed"),
    [
        (0, [], None),
        (1, [], "提醒函"),
        (90, [], "提醒函"),
        (14, ["提醒函"], None),
        (15, ["提醒函"], "督办函"),
        (29, ["督办函"], None),
        (60, ["督办函", "提醒函"], "约谈"),
        (90, ["通报"], None),
        (90, ["检查"], "提醒函"),
    ],
)
def test_the_rung_owed_is_the_one_above_the_highest_that_was_sent(
    days: int, before: list[str], owed: str | None
) -> None:
    letters_sent = [sent(place, type, on(4, 1)) for place, type in enumerate(before, 2)]
    found = owed_on(DUE + timedelta(days=days), rows_of(task("GDBH", DUE), *letters_sent))
    assert (found[0] if found else None) == owed


def test_it_is_owed_since_the_deadline_and_the_days_of_the_rung_whenever_one_looks() -> None:
    rows = rows_of(task("GDBH", DUE))
    assert owed_on(DUE, rows) is None
    assert owed_on(on(4, 1), rows) == ("提醒函", on(4, 1))
    assert owed_on(on(9, 1), rows) == ("提醒函", on(4, 1))
    late = rows_of(task("GDBH", DUE), sent(2, "提醒函", on(5, 1)))
    assert owed_on(on(9, 1), late) == ("督办函", on(4, 15))


def test_two_levels_never_go_out_on_one_day() -> None:
    rows = rows_of(task("GDBH", DUE), sent(2, "提醒函", on(9, 1)))
    assert owed_on(on(9, 1), rows) is None
    assert owed_on(on(9, 2), rows) == ("督办函", on(4, 15))


def test_what_was_sent_before_the_deadline_passed_counts_nothing() -> None:
    rows = rows_of(task("GDBH", DUE), sent(2, "提醒函", on(3, 1)), sent(3, "督办函", DUE))
    assert owed_on(on(5, 1), rows) == ("提醒函", on(4, 1))


def test_a_letter_sent_again_climbs_nothing_and_one_of_a_day_to_come_is_not_sent_yet() -> None:
    again = [sent(2, "提醒函", on(4, 1)), sent(3, "提醒函", on(4, 20))]
    assert owed_on(on(5, 1), rows_of(task("GDBH", DUE), *again)) == ("督办函", on(4, 15))
    assert owed_on(on(4, 10), rows_of(task("GDBH", DUE), sent(2, "提醒函", on(4, 11)))) is not None


def test_a_type_that_stands_in_two_rungs_is_owed_twice() -> None:
    twice = (Rung("提醒函", 10), Rung("提醒函", 1), Rung("通报", 20))
    once = rows_of(task("GDBH", DUE), sent(2, "提醒函", on(4, 1)))
    assert owed_on(on(4, 9), once, twice) is None
    assert owed_on(on(4, 30), once, twice) == ("提醒函", on(4, 10))
    both = rows_of(task("GDBH", DUE), sent(2, "提醒函", on(4, 1)), sent(3, "提醒函", on(4, 10)))
    assert owed_on(on(4, 30), both, twice) == ("通报", on(4, 20))


@pytest.mark.parametrize("after", [0, 10**9, 10**17])
def test_a_rung_of_any_number_of_days_fails_nowhere(after: int) -> None:
    found = owed_on(on(4, 1), rows_of(task("GDBH", DUE)), [Rung("提醒函", after)])
    assert found == (("提醒函", on(4, 1)) if after == 0 else None)


def test_at_the_end_of_the_calendar_nothing_fails() -> None:
    rows = rows_of(task("GDBH", DUE), sent(2, "提醒函", date.max))
    assert owed_on(date.max, rows) is None
    assert spells(rows_of(task("GDBH", date.max))[0], date.max) == ()


# --- when nothing is owed, and what begins it anew ------------------------------------------------


def test_nothing_is_owed_of_what_is_submitted_suspended_ended_or_standing() -> None:
    lines = {
        "submit": did("submit", on(4, 10), note="办"),
        "suspend": did("suspend", on(4, 10), reason="因", approved_by="head"),
        "close": did("close", on(4, 10), opinion="同意"),
        "void": did("void", on(4, 10), reason="重复", approved_by="head"),
    }
    for line in lines.values():
        rows = rows_of(task("GDBH", DUE, line))
        assert owed_on(on(4, 9), rows) == ("提醒函", on(4, 1))
        assert owed_on(on(4, 10), rows) is None
    assert owed_on(on(9, 1), rows_of(task("GDBH", DUE, standing=True))) is None


def test_after_a_suspension_the_ladder_goes_on() -> None:
    lines = [
        did("suspend", on(4, 10), reason="因", approved_by="head"),
        did("resume", on(5, 10), reason="因"),
    ]
    rows = rows_of(task("GDBH", DUE, *lines), sent(2, "提醒函", on(4, 2)))
    assert owed_on(on(5, 9), rows) is None
    # Its day came while nothing could be owed.
    assert owed_on(on(5, 10), rows) == ("督办函", on(5, 10))
    (spell,) = spells(rows[0], on(5, 10))
    assert spell.red == (Stretch(on(4, 1), on(4, 10)), Stretch(on(5, 10), None))


EXTENDED = did("extend", on(4, 20), was=DUE, to=on(5, 31), reason="因", approved_by="head")
RETURNED = (did("submit", on(4, 20), note="办"), did("return", on(6, 10), reason="不实"))
REOPENED = (
    did("close", on(4, 20), opinion="同意"),
    did("reopen", on(5, 1), reason="反弹", basis="回1", due=on(5, 31)),
)


@pytest.mark.parametrize(
    ("lines", "anew"),
    [((EXTENDED,), on(6, 1)), (RETURNED, on(6, 10)), (REOPENED, on(6, 1))],
    ids=["extend", "return", "reopen"],
)
def test_an_extension_a_return_and_a_reopening_begin_the_ladder_anew(
    lines: tuple[dict[str, Any], ...], anew: date
) -> None:
    before = [sent(2, "提醒函", on(4, 2)), sent(3, "督办函", on(4, 16))]
    rows = rows_of(task("GDBH", DUE, *lines), *before)
    assert owed_on(anew - timedelta(days=1), rows) is None
    assert owed_on(anew, rows) == ("提醒函", anew)


def test_a_refused_extension_begins_nothing() -> None:
    refused = did("extend", on(4, 20), was=DUE, to=on(5, 31), reason="因", refused_by="head")
    rows = rows_of(task("GDBH", DUE, refused), sent(2, "提醒函", on(4, 2)))
    assert owed_on(on(4, 21), rows) == ("督办函", on(4, 15))


def test_who_took_the_entry_over_gets_the_letter_from_then_on() -> None:
    transfer = {"field": "lead_unit", "was": "GDBH", "now": "KQ", "reason": "因", "approved_by": "head"}
    rows = rows_of(task("KQ", DUE) | {"log": [
        did("add", on(1, 2), due=DUE, lead_unit="GDBH"), did("transfer", on(4, 10), doc="1", **transfer),
    ]})  # fmt: skip
    assert [letter.unit for letter in letters(rows, asked(on(4, 9), *rows))] == ["GDBH"]
    assert [letter.unit for letter in letters(rows, asked(on(4, 10), *rows))] == ["KQ"]


# --- letters --------------------------------------------------------------------------------------


def test_one_letter_goes_to_each_unit_for_each_level_by_level_and_then_unit() -> None:
    rows = rows_of(
        task("KQ", DUE),
        task("GDBH", DUE),
        task("KQ", on(4, 20)),
        task("GDBH", on(4, 30)),
        notice(5, "提醒函", on(4, 2), entries=["ZG-2024-001"], doc="函1号"),
    )
    query = asked(on(4, 30), *rows)
    found = letters(rows, query)
    assert [(each.type, each.unit, [about.id for about in each.about]) for each in found] == [
        ("提醒函", "GDBH", ["ZG-2024-002"]),
        ("提醒函", "KQ", ["ZG-2024-003"]),
        ("督办函", "KQ", ["ZG-2024-001"]),
    ]
    table = run(NOTICES, rows, query).records()
    assert [(row["unit"], row["type"]) for row in table] == [
        ("GDBH", "提醒函"), ("KQ", "提醒函"), ("KQ", "督办函"),
    ]  # fmt: skip
    assert table[2]["before"] == "提醒函 2024-04-02 函1号"
    assert table[2]["command"] == "ledger notices --unit KQ --type 督办函"
    only = replace(query, unit="KQ", type="提醒函")
    assert [row["id"] for row in run(NOTICES, rows, only).records()] == ["ZG-2024-003"]


def test_a_book_without_a_ladder_says_how_to_set_one() -> None:
    rows = rows_of(task("KQ", DUE))
    for report in (NOTICES, REPORTS["ladder"]):
        table = run(report, rows, asked(on(5, 1), *rows, ladder=()))
        assert table.rows == ()
        assert "ledger policy set ladder=" in table.notes[0]


# --- the report -----------------------------------------------------------------------------------


def test_each_notice_says_since_when_it_was_owed_when_it_went_out_and_what_came_back() -> None:
    first = sent(2, "提醒函", on(4, 3), doc="函1号", reply_by=on(4, 10), replied_on=on(4, 9))
    rows = ladder_of(on(5, 20), task("GDBH", DUE), first, sent(3, "督办函", on(4, 15)))
    assert rows[0] == {
        "id": "ZG-2024-001", "title": "第1项", "lead_unit": "GDBH", "type": "提醒函",
        "red_on": on(4, 1), "owed": on(4, 1), "sent": on(4, 3), "record": "JL-2024-002", "doc": "函1号",
        "reply_by": on(4, 10), "replied_on": on(4, 9), "lapsed": None, "days": 2,
    }  # fmt: skip
    assert [(row["type"], row["days"], row["sent"]) for row in rows[1:]] == [
        ("督办函", 0, on(4, 15)), ("约谈", 20, None),
    ]  # fmt: skip
    # An answer of a later day is not known.
    assert ladder_of(on(4, 8), task("GDBH", DUE), first)[0]["replied_on"] is None


def test_what_was_owed_and_never_sent_lapsed_when_the_unit_did_its_part() -> None:
    submitted = did("submit", on(4, 20), note="办")
    (row,) = ladder_of(on(6, 1), task("GDBH", DUE, submitted))
    assert (row["type"], row["owed"], row["sent"], row["lapsed"], row["days"]) == (
        "提醒函", on(4, 1), None, on(4, 20), 19,
    )  # fmt: skip


def test_what_was_sent_too_early_shows() -> None:
    rows = ladder_of(on(5, 1), task("GDBH", DUE), sent(2, "督办函", on(4, 5)))
    assert [(row["type"], row["days"]) for row in rows] == [("督办函", -10), ("约谈", 1)]
    closed = did("close", on(4, 8), opinion="同意")
    (never,) = ladder_of(on(5, 1), task("GDBH", DUE, closed), sent(2, "督办函", on(4, 5)))
    assert (never["owed"], never["days"]) == (None, None)


def test_a_period_shows_what_was_overdue_in_it() -> None:
    submitted = did("submit", on(4, 20), note="办")
    assert ladder_of(on(6, 1), task("GDBH", DUE, submitted), since=on(4, 19))
    assert not ladder_of(on(6, 1), task("GDBH", DUE, submitted), since=on(4, 20))
    assert not ladder_of(on(6, 1), task("GDBH", DUE, submitted), since=on(1, 1), until=DUE)


# --- laws -----------------------------------------------------------------------------------------

DAYS = st.integers(0, 150).map(lambda n: on(3, 1) + timedelta(days=n))
LINES = {
    "submit": {"note": "办"},
    "return": {"reason": "不实"},
    "suspend": {"reason": "因", "approved_by": "head"},
    "resume": {"reason": "因"},
    "close": {"opinion": "同意"},
}


@st.composite
def books(draw: st.DrawFn) -> tuple[Row, ...]:
    """Two entries with any log, legal or not, and any letters about them."""
    entries: list[dict[str, Any]] = []
    for _entry in range(2):
        due = draw(DAYS)
        lines = []
        for day in sorted(draw(st.lists(DAYS, max_size=5))):
            verb = draw(st.sampled_from([*LINES, "extend", "reopen"]))
            own: dict[str, Any] = dict(LINES.get(verb, {}))
            if verb == "extend":
                own = {"was": due, "to": draw(DAYS), "reason": "因", "approved_by": "head"}
            elif verb == "reopen":
                own = {"reason": "因", "basis": "据", "due": draw(DAYS)}
            lines.append(did(verb, day, **own))
        entries.append(task(draw(st.sampled_from(["KQ", "GDBH"])), due, *lines))
    for number, day in enumerate(draw(st.lists(DAYS, max_size=6)), 3):
        about = draw(st.lists(st.sampled_from(["ZG-2024-001", "ZG-2024-002"]), unique=True))
        type_ = draw(st.sampled_from([rung.type for rung in RUNGS]))
        entries.append(notice(number, type_, day, entries=about))
    return rows_of(*entries)


@given(books(), DAYS)
def test_what_is_to_be_sent_is_what_the_ladder_shows_as_owed_and_not_sent(
    rows: tuple[Row, ...], day: date
) -> None:
    assert_one_truth(rows, asked(day, *rows))


def assert_one_truth(rows: Sequence[Row], query: Query) -> None:
    to_send = {(row["id"], row["type"], row["owed"]) for row in run(NOTICES, rows, query).records()}
    shown = run(REPORTS["ladder"], rows, query).records()
    open_ones = [row for row in shown if row["sent"] is None and row["lapsed"] is None]
    assert to_send == {(row["id"], row["type"], row["owed"]) for row in open_ones}
    assert len(open_ones) == len({row["id"] for row in open_ones}), "two levels of one entry at a time"


@given(books(), DAYS)
def test_only_what_is_overdue_owes_and_not_before_its_day(rows: tuple[Row, ...], day: date) -> None:
    sent_by = notices_by_entry(notices(asked(day, *rows)))
    for row in rows:
        step = owed_step(row, sent_by.get(row.id, ()), RUNGS, day)
        standing = standing_on(row, day, 0)
        if step is None:
            continue
        assert standing is not None
        assert standing.bucket is Bucket.OVERDUE
        assert standing.due == step.spell.due
        assert step.owed is not None
        assert step.spell.due + timedelta(days=step.rung.after) <= step.owed <= day
        assert step.spell.red_on <= step.owed


@given(books(), DAYS)
def test_the_days_of_the_spells_are_the_days_on_which_it_was_overdue(
    rows: tuple[Row, ...], day: date
) -> None:
    for row in rows:
        red = {
            each.first + timedelta(days=n)
            for spell in spells(row, day)
            for each in spell.red
            for n in range(((each.end or day + timedelta(days=1)) - each.first).days)
        }
        standings = {on(2, 1) + timedelta(days=n): None for n in range((day - on(2, 1)).days + 1)}
        overdue = {
            each
            for each in standings
            if (found := standing_on(row, each, 0)) and found.bucket is Bucket.OVERDUE
        }
        assert red == overdue


@given(books(), DAYS)
def test_what_was_issued_is_not_owed_again_that_day_and_the_next_level_comes_later(
    rows: tuple[Row, ...], day: date
) -> None:
    found = letters(rows, asked(day, *rows))
    records = rows_of(*(
        notice(number, letter.type, day, entries=[about.id for about in letter.about])
        for number, letter in enumerate(found, 1)
    ))  # fmt: skip
    after = (*rows, *(each._replace(id=f"JL-2025-{each.number:03}") for each in records))
    assert letters(after, asked(day, *after)) == ()
    levels = [rung.type for rung in RUNGS]
    sent_now = {about.id: letter.type for letter in found for about in letter.about}
    for letter in letters(after, asked(day + timedelta(days=1), *after)):
        for about in letter.about:
            # Unless the deadline passed anew overnight.
            anew = not about.before
            assert (
                anew
                or about.id not in sent_now
                or levels.index(letter.type) > levels.index(sent_now[about.id])
            )


def test_over_the_sample_book_both_say_the_same_on_every_day_of_the_year() -> None:
    shelf = Shelf(BOOK, BOOK.parent)
    setting = load_setting(shelf).setting
    assert setting
    entries = Entries(shelf)
    ids = [each for ledger in shelf.ledgers() for each in shelf.entry_ids(ledger)]
    rows = tuple(row_of(entry, setting) for each in ids if (entry := entries.read(each).entry))
    first = date(2024, 1, 1)
    for n in range(0, 540, 9):
        assert_one_truth(rows, query_on(setting, first + timedelta(days=n)))
    shown = run(REPORTS["ladder"], rows, query_on(setting, date.fromisoformat(TODAY))).records()
    rungs = {rung.type for rung in setting.book.notice.ladder}
    assert {row["type"] for row in shown if row["sent"] is None and row["lapsed"] is None} == rungs
    assert {row["type"] for row in shown if row["sent"] is not None} == rungs - {"通报"}
    asked_for = [row for row in shown if row["reply_by"]]
    assert {row["replied_on"] is None for row in asked_for} == {True, False}
