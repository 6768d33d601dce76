"""How far deadlines moved, and what was asked of them."""

from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleanledger.model.standing import Bucket, Row, standing_on
from cleanledger.reports.catalog import REPORTS, run
from cleanledger.reports.query import Query
from tests.model.builders import day
from tests.model.random_logs import logs
from tests.reports.small_book import DAY, QUERY, did, on, rows_of

MAY = on(5, 1)
ADDED = did("add", on(1, 2), due=MAY, lead_unit="GDBH")


def asked(when: date, to: date, was: date = MAY, **own: Any) -> dict[str, Any]:
    return did("extend", when, was=was, to=to, reason="因", **own)


def drift(*log: dict[str, Any], query: Query = QUERY, **fields: Any) -> list[dict[str, Any]]:
    (row,) = rows_of({"due": on(12, 1), "log": [*log]} | fields)
    return found_in(row, query)


def found_in(row: Row, query: Query) -> list[dict[str, Any]]:
    return [dict(each) for each in run(REPORTS["drift"], [row], query).records()]


def facts(found: dict[str, Any], *keys: str) -> tuple[Any, ...]:
    return tuple(found[key] for key in keys)


def test_what_was_never_asked_to_move_has_no_row() -> None:
    assert drift(ADDED) == []


@pytest.mark.parametrize(
    ("own", "counts"), [({}, (1, 0, 0, 123, 0, 0)), ({"refused_by": "head"}, (1, 0, 1, 123, 0, 123))]
)
def test_what_was_asked_and_not_granted_has_not_drifted(own: dict[str, Any], counts: tuple[int, ...]) -> None:
    (found,) = drift(ADDED, asked(on(4, 1), on(9, 1), **own))
    assert facts(found, "times", "days", "asker", "approver", "doc") == (0, 0, "clerk", None, None)
    keys = ("asked", "granted", "refused", "days_asked", "days_granted", "days_refused")
    assert facts(found, *keys) == counts


def test_drift_is_from_the_first_deadline_to_the_present_one() -> None:
    log = [
        ADDED,
        asked(on(4, 1), on(6, 1), actor="gdbh-clerk"),
        asked(on(4, 2), on(6, 1), approved_by="head", doc="批1"),
        asked(on(6, 2), on(9, 1), was=on(6, 1), actor="kq-clerk"),
        asked(on(6, 9), on(8, 1), was=on(6, 1), approved_by="leader", doc="批2"),
        asked(on(6, 20), on(9, 1), was=on(8, 1)),
        asked(on(6, 25), on(9, 1), was=on(8, 1), refused_by="leader"),
    ]
    (found,) = drift(*log, due=on(8, 1))
    assert found == {
        "id": "ZG-2024-001",
        "lead_unit": "GDBH",
        "due_first": on(5, 1),
        "due": on(8, 1),
        "times": 2,
        "days": 92,
        "asked_late": 1,
        "asker": "kq-clerk",
        "approver": "leader",
        "doc": "批2",
        "late_first": 60,
        "late": None,
        "asked": 3,
        "granted": 2,
        "refused": 1,
        "days_asked": 31 + 92 + 31,
        "days_granted": 31 + 61,
        "days_refused": 31,
    }


def test_what_was_granted_late_but_asked_for_in_time_was_not_asked_late() -> None:
    (found,) = drift(
        ADDED, asked(on(5, 1), on(9, 1)), asked(on(5, 20), on(9, 1), approved_by="head"), due=on(9, 1)
    )
    assert found["asked_late"] == 0
    (found,) = drift(ADDED, asked(on(5, 2), on(9, 1), approved_by="head"), due=on(9, 1))
    assert facts(found, "asked_late", "asker", "asked", "granted") == (1, None, 1, 1)


@pytest.mark.parametrize("own", [{}, {"refused_by": "head"}])
def test_what_was_asked_after_the_deadline_and_not_granted_was_asked_late(own: dict[str, Any]) -> None:
    assert drift(ADDED, asked(on(5, 2), on(9, 1), **own))[0]["asked_late"] == 1


def test_a_deadline_that_was_amended_is_a_move_that_nobody_asked_for() -> None:
    amended = did("amend", on(5, 9), field="due", was=MAY, now=on(9, 1), reason="因", approved_by="head")
    (found,) = drift(ADDED, amended, due=on(9, 1))
    assert facts(found, "times", "asked_late", "asker", "asked", "granted", "days") == (1, 1, None, 0, 0, 123)


def test_a_reopened_entry_drifts_from_the_deadline_of_its_round() -> None:
    closed = did("close", on(3, 1), actor="jgjw-head", opinion="同意")
    reopened = did("reopen", on(4, 1), reason="因", basis="据", due=on(12, 1))
    assert drift(ADDED, asked(on(2, 1), on(9, 1), approved_by="head"), closed, reopened) == []


def test_extensions_of_the_old_list_count_as_moves() -> None:
    adopted = did("adopt", on(1, 2), status="doing", due=on(9, 1), due_first=MAY, extended=2)
    (found,) = drift(adopted, due=on(9, 1))
    assert facts(found, "times", "days", "approver", "asked", "granted") == (2, 123, None, 0, 0)


# --- late ---------------------------------------------------------------------------------------

GRANTED = asked(on(4, 1), on(6, 1), approved_by="head")


@pytest.mark.parametrize(
    ("lines", "fields", "late"),
    [
        # Nobody has claimed it: the day of judgement counts.
        ([], {}, (60, 29)),
        ([did("submit", MAY, note="办")], {}, (0, 0)),
        ([did("submit", on(5, 2), note="办")], {}, (1, 0)),
        ([did("submit", on(6, 3), note="办"), did("close", on(6, 20))], {}, (33, 2)),
        ([did("close", on(6, 20))], {}, (50, 19)),
        # What was returned was no claim.
        ([did("submit", MAY, note="办"), did("return", on(5, 9), reason="因")], {}, (60, 29)),
        ([did("suspend", on(5, 2), reason="因", approved_by="head")], {}, (None, None)),
        ([], {"standing": True, "review_every": "1 year"}, (None, None)),
    ],
)
def test_late_by_the_first_and_by_the_present_deadline(
    lines: list[dict[str, Any]], fields: dict[str, Any], late: tuple[int | None, int | None]
) -> None:
    (found,) = drift(ADDED, GRANTED, *lines, due=on(6, 1), **fields)
    assert facts(found, "late_first", "late") == late


def test_a_deadline_ahead_says_nothing_of_lateness() -> None:
    (found,) = drift(ADDED, asked(on(4, 1), DAY, approved_by="head"), due=DAY)
    assert facts(found, "late_first", "late") == (60, None)


# --- laws ---------------------------------------------------------------------------------------


def is_ask(each: dict[str, Any]) -> bool:
    return each["did"] == "extend" and not {"approved_by", "refused_by"} & set(each)


@settings(max_examples=150)
@given(logs("rectification").filter(lambda log: all(each["did"] != "correct" for each in log)), st.data())
def test_days_add_up_and_so_do_the_asks(log: list[dict[str, Any]], data: st.DataObject) -> None:
    judged = data.draw(st.sampled_from([each["date"] for each in log]))
    began = max(
        (place for place, each in enumerate(log) if each["date"] <= judged and each["did"] == "reopen"),
        default=0,
    )
    lived = [each for each in log[began:] if each["date"] <= judged]
    (row,) = rows_of({"due": on(12, 1), "log": log})
    moved = [each for each in lived if each["did"] in ("extend", "amend")]
    shown = found_in(row, Query(judged, 30))
    assert bool(shown) == bool(moved)
    for found in shown:
        extends = [each for each in moved if each["did"] == "extend"]
        granted = [each for each in extends if "approved_by" in each]
        amended = [each for each in moved if each["did"] == "amend"]
        other = sum((each["now"] - each["was"]).days for each in amended)
        assert found["days_granted"] == sum((each["to"] - each["was"]).days for each in granted)
        assert found["days"] == found["days_granted"] + other
        assert facts(found, "granted", "times") == (len(granted), len(granted) + len(amended))
        # An ask is answered by the next extend line, if that is an answer.
        answered = [is_ask(first) and not is_ask(second) for first, second in pairwise(extends)]
        unanswered = sum(map(is_ask, extends)) - sum(answered)
        assert found["asked"] == found["granted"] + found["refused"] + unanswered
        assert found["asked_late"] <= found["asked"] + len(amended)


@settings(max_examples=100)
@given(logs("task"), st.integers(0, 900).map(day))
def test_days_late_are_those_of_whoever_says_late_and_overdue(
    log: list[dict[str, Any]], judged: date
) -> None:
    (row,) = rows_of({"ledger": "RW-2024", "due": on(12, 1), "log": log})
    standing = standing_on(row, judged, 30)
    for found in found_in(row, Query(judged, 30)):
        assert standing is not None
        if standing.bucket is Bucket.OVERDUE:
            assert found["late"] == standing.days
        elif standing.bucket is Bucket.CLOSED:
            assert bool(found["late"]) == standing.late
        else:
            assert found["late"] in (None, 0) or standing.bucket in (
                Bucket.AWAITING,
                Bucket.CARRIED,
                Bucket.VOID,
            )
