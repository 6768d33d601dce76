"""The reports that read the logs: closings, changes, backdated, rechecks, evidence, progress."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from cleanledger.reports.catalog import REPORTS, run
from cleanledger.reports.period import Period, period_of
from cleanledger.reports.query import By, Query, Rules
from cleanledger.reports.table import Table
from tests.reports.small_book import DAY, QUERY, did, on, rows_of

ADDED = did("add", on(1, 2), due=on(12, 1), lead_unit="GDBH")
SUBMITTED = did("submit", on(2, 1), actor="gdbh-clerk", note="办")
CLOSED = did("close", on(3, 1), actor="jgjw-head", opinion="同意")
REOPENED = did("reopen", on(4, 1), reason="因", basis="据", due=on(12, 1))


def report(name: str, *logs: list[dict[str, Any]], query: Query = QUERY, **fields: Any) -> Table:
    entries = [{"due": on(12, 1), "log": log} | fields for log in logs]
    return run(REPORTS[name], rows_of(*entries), query)


def records(
    name: str, *logs: list[dict[str, Any]], query: Query = QUERY, **fields: Any
) -> list[dict[str, Any]]:
    return [dict(each) for each in report(name, *logs, query=query, **fields).records()]


# --- periods ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ({}, on(1, 1), DAY),
        ({"year": 2023}, on(1, 1, 2023), on(12, 31, 2023)),
        ({"since": on(3, 1)}, on(3, 1), DAY),
        ({"until": on(3, 1)}, on(1, 1), on(3, 1)),
        ({"until": on(3, 1, 2023), "year": 2024}, on(1, 1, 2023), on(3, 1, 2023)),
        ({"since": on(3, 1), "until": on(12, 31)}, on(3, 1), DAY),
    ],
)
def test_a_period_is_what_was_asked_or_the_year_and_ends_on_the_day(
    asked: dict[str, Any], first: date, last: date
) -> None:
    assert period_of(Query(DAY, 30, **asked)) == Period(first, last)


def test_the_months_of_a_period_end_with_it() -> None:
    ends = Period(on(11, 15, 2023), on(2, 10)).month_ends()
    assert ends == (on(11, 30, 2023), on(12, 31, 2023), on(1, 31), on(2, 10))
    assert Period(on(3, 1), on(2, 1)).month_ends() == ()


# --- closings -----------------------------------------------------------------------------------


def test_a_closing_names_who_did_each_step_of_its_round() -> None:
    verified = did("verify", on(2, 9), actor="reviewer", opinion="属实")
    again = [did("submit", on(5, 1), note="办"), did("close", on(5, 9), opinion="同意", doc="销2")]
    table = records("closings", [ADDED, SUBMITTED, verified, CLOSED, REOPENED, *again])
    assert [(each["submitter"], each["verifier"], each["closer"]) for each in table] == [
        ("gdbh-clerk", "reviewer", "jgjw-head"),
        ("clerk", None, "clerk"),
    ]
    assert [each["for_somebody"] for each in table] == [True, False]
    assert [each["doc"] for each in table] == [None, "销2"]


def test_what_was_returned_is_no_step_of_the_closing() -> None:
    back = did("return", on(2, 5), reason="不实")
    (found,) = records("closings", [ADDED, SUBMITTED, back, CLOSED])
    assert found["submitter"] is None


def test_the_evidence_of_a_closing_is_that_of_its_round() -> None:
    def proof(number: int, day: date) -> dict[str, Any]:
        return {"ref": f"档{day}", "date": day, "by": "clerk", "round": number}

    log = [ADDED, CLOSED, REOPENED, did("close", on(5, 1), opinion="同意")]
    brought = [proof(1, on(2, 1)), proof(2, on(4, 5)), proof(2, on(4, 6)), proof(2, on(7, 1))]
    assert [each["evidence"] for each in records("closings", log, evidence=brought)] == [1, 2]


def test_closings_by_day_count_those_of_a_day() -> None:
    logs = [[ADDED, CLOSED], [ADDED, CLOSED], [ADDED, CLOSED | {"date": on(3, 9)}]]
    table = report("closings", *logs, query=replace(QUERY, by=By.DAY))
    assert (table.rows, table.foot) == (((on(3, 1), 2), (on(3, 9), 1)), ((None, 3),))


def test_a_closing_belongs_to_the_unit_that_had_the_entry_then() -> None:
    moved = did("transfer", on(4, 2), field="lead_unit", was="GDBH", now="KQ", reason="因", doc="1")
    logs = [[ADDED, CLOSED, REOPENED, moved, did("close", on(5, 1), opinion="同意")]]
    of_unit = [
        [each["date"] for each in records("closings", *logs, query=replace(QUERY, unit=unit))]
        for unit in ("GDBH", "KQ", "ZRZYT")
    ]
    assert of_unit == [[on(3, 1)], [on(5, 1)], [on(3, 1), on(5, 1)]]


@pytest.mark.parametrize(("name", "verb"), [("amendments", "amend"), ("transfers", "transfer")])
def test_each_line_is_a_row_in_order_of_days(name: str, verb: str) -> None:
    def change(day: date, **own: Any) -> dict[str, Any]:
        return did(verb, day, field="owner" if verb == "transfer" else "goal", reason="因", **own)

    logs = [
        [ADDED, change(on(3, 9), was="甲", now="乙", doc="文1", approved_by="head")],
        [ADDED, change(on(3, 1))],
    ]
    table = records(name, *logs)
    assert [(each["id"], each["date"]) for each in table] == [
        ("ZG-2024-002", on(3, 1)),
        ("ZG-2024-001", on(3, 9)),
    ]
    assert [table[1][key] for key in ("was", "now", "approver", "doc", "typed_by")] == [
        *("甲", "乙", "head", "文1", "clerk"),
    ]
    assert table[0]["was"] is None
    assert records(name, *logs, query=replace(QUERY, since=on(3, 2), until=on(3, 8))) == []


def test_a_list_that_was_changed_stands_as_json() -> None:
    lines = did("amend", on(3, 1), field="measures", was=[{"num": 1, "text": "一"}], now=[], reason="因")
    (found,) = records("amendments", [ADDED, lines])
    assert found["was"] == '[{"num": "1", "text": "一"}]'


def test_a_transfer_is_seen_by_the_unit_that_gave_and_by_the_one_that_got() -> None:
    moved = did("transfer", on(4, 2), field="lead_unit", was="GDBH", now="KQ", reason="因", doc="1")
    for unit, number in (("GDBH", 1), ("KQ", 1), ("JGJW", 0)):
        assert len(records("transfers", [ADDED, moved], query=replace(QUERY, unit=unit))) == number


# --- backdated ----------------------------------------------------------------------------------


def test_what_was_typed_later_than_the_policy_of_its_day_allows_is_backdated() -> None:
    def typed(after: int) -> dict[str, Any]:
        return did("progress", on(3, 1), entered=on(3, 1 + after), note="进展")

    assert records("backdated", [ADDED, typed(7)]) == []
    (found,) = records("backdated", [ADDED, typed(8)])
    assert (found["did"], found["days"], found["entered"]) == ("progress", 8, on(3, 9))
    strict = replace(
        QUERY, terms=replace(QUERY.terms, rules_on=lambda _l, _k, day: Rules(late_entry_days=day.month))
    )
    assert records("backdated", [ADDED, typed(3)], query=strict) == []
    assert len(records("backdated", [ADDED, typed(4)], query=strict)) == 1


def test_the_period_of_a_backdated_line_is_that_of_its_typing() -> None:
    line = did("progress", on(2, 1), entered=on(3, 1), note="进展")
    march = replace(QUERY, since=on(3, 1), until=on(3, 31))
    assert len(records("backdated", [ADDED, line], query=march)) == 1
    assert records("backdated", [ADDED, line], query=replace(QUERY, since=on(2, 1), until=on(2, 29))) == []


# --- rechecks -----------------------------------------------------------------------------------

REBOUND = did("recheck", on(5, 1), result="rebound", actor="jgjw-head")


@pytest.mark.parametrize(
    ("lines", "owed"),
    [
        ([REBOUND], on(5, 31)),
        ([REBOUND | {"result": "sound"}], None),
        ([REBOUND | {"basis": "会议纪要"}], None),
        ([REBOUND, REOPENED | {"date": on(5, 9)}], None),
        ([REBOUND, did("recheck", on(5, 9), result="rebound", basis="会议纪要")], None),
        ([REBOUND, did("recheck", on(5, 9), result="sound")], on(5, 31)),
        # After the day of judgement.
        ([REBOUND, REOPENED | {"date": on(7, 9)}], on(5, 31)),
    ],
)
def test_a_rebound_owes_a_reopen_or_a_basis(lines: list[dict[str, Any]], owed: date | None) -> None:
    assert records("rechecks", [ADDED, CLOSED, *lines])[0]["owed"] == owed


# --- evidence -----------------------------------------------------------------------------------


def wanting(number: int) -> Query:
    by_month = replace(
        QUERY.terms, rules_on=lambda _l, _k, day: Rules(evidence=number if day.month < 6 else 9)
    )
    return replace(QUERY, terms=by_month)


def test_a_round_wants_what_the_policy_of_its_claim_wanted() -> None:
    def rounds(*lines: dict[str, Any]) -> list[tuple[int, int]]:
        return [(each["round"], each["wanted"]) for each in records("evidence", [*lines], query=wanting(2))]

    assert rounds(ADDED) == [(1, 9)]
    assert rounds(ADDED, SUBMITTED) == [(1, 2)]
    assert rounds(ADDED, SUBMITTED, did("return", on(6, 9), reason="因")) == [(1, 9)]
    assert rounds(ADDED, SUBMITTED, CLOSED | {"date": on(6, 9)}) == [(1, 2)]
    assert rounds(ADDED, CLOSED, REOPENED) == [(1, 2), (2, 9)]
    assert rounds(did("adopt", on(1, 2), status="closed", due=on(5, 1))) == [(1, 0)]
    assert rounds(did("adopt", on(1, 2), status="submitted", due=on(5, 1)), CLOSED) == [(1, 0)]
    assert rounds(did("adopt", on(1, 2), status="open", due=on(5, 1))) == [(1, 9)]


def test_evidence_is_counted_by_round_and_kind() -> None:
    brought = [
        {"path": "evidence/a.txt", "date": on(2, 1), "by": "clerk"},
        {"ref": "档1", "date": on(2, 3), "by": "clerk", "round": 1},
        {"ref": "档2", "date": on(7, 3), "by": "clerk", "round": 1},
    ]
    (found,) = records("evidence", [ADDED, SUBMITTED], query=wanting(3), evidence=brought)
    assert {key: found[key] for key in ("having", "files", "refs", "latest", "missing")} == {
        "having": 2,
        "files": 1,
        "refs": 1,
        "latest": on(2, 3),
        "missing": 1,
    }


# --- progress and aging -------------------------------------------------------------------------


def test_progress_is_the_last_line_of_this_round() -> None:
    first = did("progress", on(1, 9), percent=90, note="旧")
    log = [ADDED, first, CLOSED, REOPENED]
    (found,) = records("progress", log)
    assert (found["date"], found["days"], found["text"]) == (None, 90, None)
    typed_late = [did("progress", on(6, 20), percent=50, note="新"), did("progress", on(5, 1), note="补录")]
    (found,) = records("progress", [*log, *typed_late, did("progress", on(7, 1), note="以后")])
    assert (found["date"], found["days"], found["percent"], found["text"]) == (on(6, 20), 10, 50, "新")


def test_progress_is_of_what_is_not_ended() -> None:
    assert records("progress", [ADDED, CLOSED]) == []
    assert len(records("progress", [ADDED, SUBMITTED])) == 1


@pytest.mark.parametrize(
    ("age", "band"),
    [(0, "days_30"), (30, "days_30"), (31, "days_90"), (90, "days_90"), (91, "days_180"), (180, "days_180"),
     (181, "days_365"), (365, "days_365"), (366, "over")],
)  # fmt: skip
def test_the_bands_of_age(age: int, band: str) -> None:
    began = did("add", date.fromordinal(DAY.toordinal() - age), due=on(12, 1), lead_unit="GDBH")
    open_, overdue = report("aging", [began]).foot
    keys = report("aging", [began]).keys
    assert dict(zip(keys, open_, strict=True))[band] == 1
    assert (open_[3], overdue[3]) == (1, 0)


def test_what_is_overdue_is_also_open_and_ages_from_its_deadline() -> None:
    began = did("add", on(1, 2, 2023), due=on(6, 1), lead_unit="GDBH")
    open_, overdue = records("aging", [began], due=on(6, 1))[-2:]
    assert (open_["over"], overdue["days_30"], overdue["total"]) == (1, 1, 1)


def test_a_file_without_a_log_is_as_old_as_its_ledger() -> None:
    open_ = records("aging", [])[-2]
    assert open_["days_180"] == 1  # issued on 2024-01-02
