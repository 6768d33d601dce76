"""Opening + added + in − out − closed − void − carried + reopened = closing."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleanledger.model.lifecycle import MOVES
from cleanledger.model.standing import Row
from cleanledger.reports.balance import columns
from cleanledger.reports.catalog import REPORTS, run
from cleanledger.reports.groups import BYS
from cleanledger.reports.query import By, Query
from cleanledger.reports.table import Table
from tests.model.builders import day, line, replayed
from tests.reports.small_book import did, on, rows_of
from tests.reports.test_slow import as_row

YEAR = Query(on(12, 31), 30, since=on(1, 1), until=on(12, 31))
ADDED = did("add", on(2, 1), due=on(12, 1), lead_unit="GDBH")


def figures(log: list[dict[str, Any]], query: Query = YEAR) -> dict[str, dict[str, Any]]:
    """What is not zero, by unit."""
    (row,) = rows_of({"due": on(12, 1), "log": log, "lead_unit": "GDBH"})
    return not_zero(run(REPORTS["balance"], [row], query))


def not_zero(table: Table) -> dict[str, dict[str, Any]]:
    lines = [dict(zip(table.keys, line, strict=True)) for line in table.rows]
    return {
        str(line.pop("unit")): {key: value for key, value in line.items() if value and key != "balanced"}
        for line in lines
    }


def moved(was: str, now: str, when: date) -> dict[str, Any]:
    return did(
        "transfer", when, field="lead_unit", was=was, now=now, reason="因", approved_by="head", doc="1"
    )


def test_what_was_living_before_is_the_opening() -> None:
    query = replace(YEAR, since=on(3, 1))
    assert figures([ADDED], query) == {"GDBH": {"opening": 1, "closing": 1}}
    assert figures([ADDED], replace(YEAR, since=on(2, 1))) == {"GDBH": {"added": 1, "closing": 1}}
    assert figures([ADDED], replace(YEAR, since=on(2, 2))) == {"GDBH": {"opening": 1, "closing": 1}}


def test_both_ends_of_the_period_are_in_it() -> None:
    closed = [ADDED, did("close", on(6, 30))]
    assert figures(closed, replace(YEAR, since=on(3, 1), until=on(6, 30)))["GDBH"] == {
        "opening": 1,
        "closed": 1,
    }
    assert figures(closed, replace(YEAR, since=on(3, 1), until=on(6, 29)))["GDBH"] == {
        "opening": 1,
        "closing": 1,
    }


def test_closed_and_reopened_in_one_period_counts_both() -> None:
    log = [ADDED, did("close", on(3, 1)), did("reopen", on(4, 1), due=on(12, 1), reason="因", basis="据")]
    assert figures(log)["GDBH"] == {"added": 1, "closed": 1, "reopened": 1, "closing": 1}


def test_a_transfer_is_out_for_one_unit_and_in_for_the_other() -> None:
    there = [ADDED, moved("GDBH", "KQ", on(3, 1))]
    assert figures(there) == {"GDBH": {"added": 1, "out": 1}, "KQ": {"in": 1, "closing": 1}}
    back = [*there, moved("KQ", "GDBH", on(3, 2))]
    assert figures(back) == {"GDBH": {"added": 1, "out": 1, "in": 1, "closing": 1}, "KQ": {"in": 1, "out": 1}}


def test_an_adopted_entry_counts_as_added_on_its_day_unless_it_had_ended() -> None:
    def adopted(status: str, **own: Any) -> list[dict[str, Any]]:
        return [did("adopt", on(2, 1), status=status, due=on(12, 1), **own)]

    assert figures(adopted("doing"))["GDBH"] == {"added": 1, "closing": 1}
    assert figures(adopted("doing"), replace(YEAR, since=on(3, 1)))["GDBH"] == {"opening": 1, "closing": 1}
    for ended in ("closed", "void", "carried"):
        assert figures(adopted(ended)) == {}
    again = did("reopen", on(5, 1), due=on(12, 1), reason="因", basis="据")
    assert figures([*adopted("closed"), again])["GDBH"] == {"reopened": 1, "closing": 1}


def test_a_line_that_was_taken_back_never_flowed() -> None:
    wrong = did("correct", on(3, 2), reason="录错")
    assert figures([ADDED, did("close", on(3, 1)), wrong])["GDBH"] == {"added": 1, "closing": 1}


def test_of_a_period_that_has_not_begun_nothing_flowed_and_what_is_ahead_does_not_count() -> None:
    query = Query(on(2, 20), 30, since=on(6, 1), until=on(6, 30))
    log = [ADDED, did("close", on(3, 1))]
    assert figures(log, query) == {"GDBH": {"opening": 1, "closing": 1}}
    (row,) = rows_of({"due": on(12, 1), "log": log})
    assert run(REPORTS["balance"], [row], query).notes == (
        "the period begins on 2024-06-01, which has not come yet",
    )


def test_a_recheck_is_no_flow() -> None:
    log = [ADDED, did("close", on(3, 1)), did("recheck", on(4, 1), result="sound")]
    assert figures(log)["GDBH"] == {"added": 1, "closed": 1}


@pytest.mark.parametrize("twice", ["close", "void", "reopen"])
def test_a_log_that_contradicts_itself_does_not_balance(twice: str) -> None:
    again = did(twice, on(4, 1), due=on(12, 1) if twice == "reopen" else None)
    log = [ADDED, did("close", on(3, 1)), again, again | {"date": on(5, 1)}]
    (row,) = rows_of({"due": on(12, 1), "log": log})
    table = run(REPORTS["balance"], [row], YEAR)
    assert [line[-1] for line in (*table.rows, *table.foot)] == [False, False]
    assert "ledger check" in " ".join(table.notes)


def test_a_state_that_the_log_does_not_bear_out_does_not_balance() -> None:
    (row,) = rows_of({"due": on(12, 1), "log": [ADDED, did("close", on(3, 1))]})
    hidden = row._replace(acts=row.acts[:1])
    assert run(REPORTS["balance"], [hidden], YEAR).rows[0][-1] is False


def test_of_a_unit_alone_only_what_crosses_its_border_is_left() -> None:
    log = [ADDED, moved("GDBH", "KQ", on(3, 1))]
    (row,) = rows_of({"due": on(12, 1), "log": log})
    table = run(REPORTS["balance"], [row], replace(YEAR, unit="KQ"))
    assert not_zero(table) == {"KQ": {"in": 1, "closing": 1}}
    assert [line[-1] for line in (*table.rows, *table.foot)] == [True, True]


UNITS = st.sampled_from(["GDBH", "KQ", "GDBH1"])


@st.composite
def stories(draw: st.DrawFn) -> Row:
    """A legal log: begun or adopted, moved about, ended and reopened, with corrections, often on one day."""
    unit = draw(UNITS)
    began: dict[str, Any] = line("add", 0, due=day(300), lead_unit=unit)
    if draw(st.booleans()):
        began = line(
            "adopt", 0, status=draw(st.sampled_from(["open", "doing", "submitted", "closed"])), due=day(300)
        )
    log = [began]
    at = 0
    for _number in range(draw(st.integers(0, 9))):
        outcome = replayed(log, lead_unit=unit)
        state = outcome.state
        verbs = [
            verb
            for (kind, verb), move in MOVES.items()
            if kind == "rectification"
            and state.status in move.sources
            and verb not in ("extend", "review", "measure", "amend", "set")
        ]
        at += draw(st.integers(0, 40))
        verb = draw(st.sampled_from([*sorted(verbs), "correct"]))
        own: dict[str, Any] = {}
        if verb == "transfer":
            own = {"was": state.lead_unit, "now": draw(UNITS)}
        elif verb == "reopen":
            own = {"due": day(at + 90)}
        elif verb == "correct":
            own = {"reason": "录错", "approved_by": "head"}
        log.append(line(verb, at, **own))
        if replayed(log, lead_unit=unit).problems:
            log.pop()
    return as_row(log, lead_unit=unit)


@settings(max_examples=200)
@given(st.lists(stories(), max_size=3), st.integers(-30, 400), st.integers(0, 400), st.sampled_from(BYS))
def test_legal_logs_always_balance(rows: list[Row], first: int, length: int, by: By) -> None:
    query = replace(YEAR, day=date(2027, 1, 1), since=day(first), until=day(first + length), by=by)
    table = run(REPORTS["balance"], rows, query)
    assert table.columns == columns(by)
    for record in table.records():
        gains = sum(int(str(record[key])) for key in ("opening", "added", "in", "reopened"))
        losses = sum(int(str(record[key])) for key in ("out", "closed", "void", "carried"))
        assert (gains - losses, record["balanced"]) == (record["closing"], True)
    (foot,) = table.foot
    assert foot[1:-1] == tuple(
        sum(int(str(line[at])) for line in table.rows) for at in range(1, len(foot) - 1)
    )
