"""The reports that look across the book: coverage, counts, accepted, escalation; trees of another day."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from cleanledger.reports.asked import query_on, units_on
from cleanledger.reports.catalog import REPORTS, run
from cleanledger.reports.query import By, Query
from tests.reports.small_book import DAY, QUERY, did, on, rows_of, setting
from tests.reports.test_slow import notice, task


def records(name: str, *entries: dict[str, Any], query: Query = QUERY) -> list[dict[str, Any]]:
    return [dict(each) for each in run(REPORTS[name], rows_of(*entries), query).records()]


def of_ledger(ledger: str, status: str = "active", **fields: Any) -> dict[str, Any]:
    log = [did("add", on(1, 2), lead_unit="GDBH" if ledger != "ZS-2024" else None)]
    if status in ("retired", "void"):
        verb = {"retired": "retire", "void": "void"}[status]
        log.append(did(verb, on(2, 1), reason="因", basis="据" if status == "retired" else None))
    return {"ledger": ledger, "status": status, "log": log} | fields


# --- escalation ---------------------------------------------------------------------------------


def escalation(*notices: dict[str, Any], query: Query = QUERY) -> object:
    return records("overdue", task("GDBH", on(5, 1)), *notices, query=query)[0]["escalation"]


def test_the_escalation_is_the_last_notice_that_names_the_entry() -> None:
    named = {"entries": ["ZG-2024-001"]}
    assert escalation() is None
    later, earlier = notice(2, "提醒函", on(6, 9), **named), notice(3, "督办函", on(5, 20), **named)
    assert escalation(later, earlier) == "提醒函"
    assert escalation(notice(2, "督办函", on(7, 1), **named)) is None
    assert escalation(notice(2, "检查", on(6, 1), **named)) is None
    assert escalation(notice(2, "提醒函", on(6, 1), entries=["ZG-2024-009"])) is None


def test_a_notice_is_seen_from_another_ledger_and_unit() -> None:
    sent = notice(2, "提醒函", on(6, 1), entries=["ZG-2024-001"], held_by="JGJW")
    assert escalation(sent, query=replace(QUERY, unit="GDBH", ledger="ZG-2024")) == "提醒函"


# --- coverage -----------------------------------------------------------------------------------


def covered(*entries: dict[str, Any], query: Query = QUERY) -> dict[tuple[str, str | None], tuple[Any, ...]]:
    found = records("coverage", *entries, query=query)
    return {
        (each["subject"], each["item"]): tuple(each[key] for key in ("total", "covered", "gap", "missing"))
        for each in found
    }


def test_directives_are_covered_by_tasks_that_were_not_voided_by_source() -> None:
    by_task = task("GDBH", on(12, 1), did("close", on(3, 1)), directives=["ZS-2024-001"])
    voided = task("GDBH", on(12, 1), did("void", on(3, 1)), directives=["ZS-2024-002"])
    entries = [
        of_ledger("ZS-2024", source={"type": "会议"}),
        of_ledger("ZS-2024", source={"type": "会议"}),
        of_ledger("ZS-2024", source={"type": "文件"}),
        of_ledger("ZS-2024", "retired"),
        by_task,
        voided,
    ]
    assert covered(*entries) == {
        ("directive", "会议"): (2, 1, 1, "ZS-2024-002"),
        ("directive", "文件"): (1, 0, 1, "ZS-2024-003"),
    }


def test_powers_are_covered_by_living_risks_or_by_a_meeting_that_found_none() -> None:
    entries = [
        of_ledger("QZ-2024"),
        of_ledger("QZ-2024", no_risk={"meeting": "会议", "date": on(2, 1)}),
        of_ledger("QZ-2024"),
        of_ledger("FX-2024", "identified", power="QZ-2024-001", measures=[{"num": 1, "text": "一"}]),
        of_ledger("FX-2024", "retired", power="QZ-2024-003", measures=[{"num": 1, "text": "一"}]),
        of_ledger("FX-2024", "identified", power="QZ-2024-001"),
    ]
    assert covered(*entries) == {
        ("power", None): (3, 2, 1, "QZ-2024-003"),
        ("risk", None): (2, 1, 1, "FX-2024-006"),
        ("measure", None): (1, None, None, None),
    }


def signed(*entries: dict[str, Any], query: Query = QUERY) -> tuple[Any, ...]:
    return covered(*entries, query=replace(query, type="责任书"))["signature", "责任书"]


def test_the_units_below_the_top_sign_that_exist_and_are_of_kind_unit() -> None:
    assert signed() == (4, 0, 4, "GDBH GDBH1 KQ JGJW")
    by_two = notice(1, "责任书", on(3, 1), units=["GDBH"], to=["KQ"], held_by="ZRZYT")
    assert signed(by_two) == (4, 2, 2, "GDBH1 JGJW")
    assert signed(by_two, query=replace(QUERY, unit="GDBH")) == (1, 0, 1, "GDBH1")
    assert signed(by_two, query=replace(QUERY, unit="KQ")) == (1, 1, 0, None)


def test_a_signature_of_another_year_or_type_is_none() -> None:
    old = notice(1, "责任书", on(3, 1, 2023), units=["GDBH"])
    other = notice(2, "调度", on(3, 1), units=["GDBH"])
    assert signed(old, other)[1] == 0
    assert signed(old, query=replace(QUERY, since=on(1, 1, 2023)))[1] == 1
    late = query_on(setting(), on(6, 1, 2023))
    assert signed(query=late)[3] == "GDBH GDBH1 KQ JGJW TDLY"


# --- counts -------------------------------------------------------------------------------------


def test_counts_of_each_kind_add_up() -> None:
    measures = [{"num": 1, "text": "一", "done_on": on(3, 1)}, {"num": 2, "text": "二", "done_on": on(7, 1)}]
    entries = [
        task(
            "GDBH",
            on(12, 1),
            measures=measures,
            regulations=[{"name": "甲"}, {"name": "乙", "date": on(7, 9)}],
        ),
        task("GDBH", on(12, 1), did("close", on(3, 1))),
        task("GDBH", on(12, 1), did("void", on(3, 1)), measures=measures),
        notice(4, "检查", on(3, 1), findings=5, held_by="KQ"),
        notice(5, "检查", on(7, 1), findings=7, held_by="KQ"),
    ]
    kinds = {
        (each["unit"], each["kind"]): each for each in records("counts", *entries) if each["scope"] == "own"
    }
    assert {
        key: value for key, value in kinds["GDBH", "rectification"].items() if key not in ("unit", "kind")
    } == {
        "scope": "own",
        "entries": 3,
        "living": 1,
        "ended": 1,
        "void": 1,
        "measures": 2,
        "measures_done": 1,
        "regulations": 1,
        "evidence": 0,
        "findings": None,
    }
    assert (kinds["KQ", "record"]["entries"], kinds["KQ", "record"]["findings"]) == (1, 5)
    assert kinds["KQ", "record"]["living"] is None


def test_counts_of_a_period_are_of_what_began_in_it() -> None:
    march = replace(QUERY, since=on(3, 1), until=on(3, 31))
    entries = [
        task("GDBH", on(12, 1), regulations=[{"name": "甲", "date": on(3, 9)}]),
        notice(2, "检查", on(3, 1), findings=5, held_by="KQ"),
    ]
    found = {
        each["kind"]: each for each in records("counts", *entries, query=march) if each["scope"] == "all"
    }
    assert (found["rectification"]["entries"], found["rectification"]["regulations"]) == (0, 1)
    assert (found["record"]["entries"], found["record"]["findings"]) == (1, 5)


@pytest.mark.parametrize("by", REPORTS["counts"].bys)
def test_the_foot_of_counts_is_the_sum_of_its_rows(by: By) -> None:
    entries = [task("GDBH", on(12, 1)), task("KQ", on(12, 1)), of_ledger("QZ-2024"), of_ledger("ZS-2024")]
    found = records("counts", *entries, query=replace(QUERY, by=by))
    for kind in ("rectification", "power", "directive"):
        of_kind = [each for each in found if each["kind"] == kind]
        assert sum(each["entries"] for each in of_kind if each["scope"] == "own") == of_kind[-1]["entries"]


def test_a_number_of_findings_however_large_is_only_a_number() -> None:
    found = records("counts", notice(1, "检查", on(3, 1), findings=10**17))
    assert found[-1]["findings"] == 10**17


# --- accepted -----------------------------------------------------------------------------------


def test_what_was_accepted_says_how_long_it_still_is() -> None:
    def waiver(code: str, given: date, until: date) -> dict[str, Any]:
        return {"code": code, "reason": "因", "by": "head", "date": given, "until": until}

    accepted = [
        waiver("LG508", on(6, 1), on(7, 30)),
        waiver("LG502", on(1, 1), on(6, 29)),
        waiver("LG503", on(7, 1), on(9, 1)),
        waiver("LG501", on(6, 1), DAY),
    ]
    found = records("accepted", task("GDBH", on(12, 1), accepted=accepted))
    assert [(each["code"], each["days_left"]) for each in found] == [
        ("LG502", -1),
        ("LG501", 0),
        ("LG508", 30),
    ]


# --- trees of another day -----------------------------------------------------------------------


def test_the_tree_of_a_day_holds_the_units_of_that_day_only() -> None:
    assert "TDLY" in [unit.code for unit in units_on(setting(), DAY)]
    assert [unit.exists for unit in units_on(setting(), DAY) if unit.code == "TDLY"] == [False]
    then, now = (units_on(setting(), DAY, tree_of=day) for day in (on(6, 1, 2023), DAY))
    assert {unit.code for unit in then} - {unit.code for unit in now} == {"TDLY"}


def test_a_roll_up_by_the_tree_of_another_day_says_so_and_stands_units_it_lacks_last() -> None:
    rows = rows_of(task("TDLY", on(12, 1)), task("KQ", on(12, 1)))
    old = run(REPORTS["rollup"], rows, query_on(setting(), DAY, tree_of=on(6, 1, 2023)))
    assert [line[:3] for line in old.rows] == [
        ("ZRZYT", "with_sub", 2), ("KQ", "own", 1), ("TDLY", "own", 1),
    ]  # fmt: skip
    new = run(REPORTS["rollup"], rows, query_on(setting(), DAY, tree_of=DAY))
    assert new.rows[0][:3] == ("ZRZYT", "with_sub", 1)
    assert new.notes[-1] == "units as of 2024-06-30"


def test_the_year_asked_is_that_of_the_ledger() -> None:
    assert query_on(setting(), DAY, ledger="ZG-2024").year == 2024
    assert query_on(setting(), DAY, ledger="RW-2024").year == 2024  # issued in that year
    assert query_on(setting(), DAY).year is None
